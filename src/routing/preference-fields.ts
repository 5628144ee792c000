import type { PercentilesConfig } from '../config/config.ts'
import { GatewayError, wrongField } from '../core/error.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts'
import { type Nanos, usdToNanos } from '../core/money.ts'

/** One JSON object of a request, read field by field. Null is "not said"; what is wrong is thrown with its path. */
export class Fields {
  readonly #object: JsonObject
  readonly #param: string

  private constructor(object: JsonObject, param: string) {
    this.#object = object
    this.#param = param
  }

  static of(value: JsonValue, param: string): Fields {
    if (isJsonObject(value)) return new Fields(value, param)
    throw wrongField(param, 'must be an object')
  }

  inner(name: string): Fields {
    return Fields.of(this.#object[name] ?? null, this.#path(name))
  }

  has(name: string): boolean {
    return this.#said(name) !== null
  }

  isObject(name: string): boolean {
    return isJsonObject(this.#said(name))
  }

  refuseOthers(known: readonly string[]): void {
    const unknown = Object.keys(this.#object).find((name) => !known.includes(name))
    if (unknown !== undefined) throw wrongField(this.#path(unknown.slice(0, 100)), 'is not a known field')
  }

  flag(name: string): boolean | null {
    const value = this.#said(name)
    if (value === null || typeof value === 'boolean') return value
    throw wrongField(this.#path(name), 'must be true or false')
  }

  texts(name: string): readonly string[] | null {
    const value = this.#said(name)
    if (value === null) return null
    const isTexts =
      Array.isArray(value) &&
      value.length <= TEXTS_MAX &&
      value.every((each) => typeof each === 'string' && each.length <= TEXT_CHARS_MAX)
    if (!isTexts) throw wrongField(this.#path(name), `must be a list of at most ${TEXTS_MAX} names`)
    return value as readonly string[] // Each was just looked at.
  }

  word<const Word extends string>(name: string, words: readonly Word[]): Word | null {
    const value = this.#said(name)
    if (value === null) return null
    const word = words.find((each) => each === value)
    if (word !== undefined) return word
    throw wrongField(this.#path(name), `must be one of ${words.join(', ')}`)
  }

  words<const Word extends string>(name: string, words: readonly Word[]): readonly Word[] | null {
    const texts = this.texts(name)
    const known = texts?.map((text) => words.find((each) => each === text)) ?? null
    if (known?.includes(undefined) === true)
      throw wrongField(this.#path(name), `must be a list of ${words.join(', ')}`)
    return known?.filter((word) => word !== undefined) ?? null
  }

  usd(name: string): Nanos | null {
    const amount = this.#number(name)
    return amount === null ? null : usdToNanos(amount)
  }

  /** A bare number is the median. Each figure is multiplied by `unit`. */
  percentiles(name: string, unit: number): PercentilesConfig | null {
    if (!this.has(name)) return null
    if (!this.isObject(name)) return { p50: (this.#number(name) ?? 0) * unit }
    const figures = this.inner(name)
    figures.refuseOthers(RANKS)
    const entries = RANKS.flatMap((rank) => {
      const figure = figures.#number(rank)
      return figure === null ? [] : [[rank, figure * unit] as const]
    })
    return Object.fromEntries(entries)
  }

  unsupported(name: string): GatewayError {
    const param = this.#path(name)
    return new GatewayError('unsupported_parameter', `${param} is not supported; leave it out.`, { param })
  }

  /** Prices come as numbers and, where they were copied from a price list, as text. */
  #number(name: string): number | null {
    const value = this.#said(name)
    if (value === null) return null
    const number = typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value
    if (typeof number === 'number' && number >= 0 && number <= NUMBER_MAX) return number
    throw wrongField(this.#path(name), `must be a number from 0 to ${NUMBER_MAX}`)
  }

  #said(name: string): JsonValue {
    return Object.hasOwn(this.#object, name) ? (this.#object[name] ?? null) : null
  }

  #path(name: string): string {
    return `${this.#param}.${name}`
  }
}

const TEXTS_MAX = 200
const TEXT_CHARS_MAX = 512
const NUMBER_MAX = 1_000_000
const RANKS = ['p50', 'p75', 'p90', 'p95', 'p99'] as const
