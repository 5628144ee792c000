import { GatewayError } from '../../core/error.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'

/**
 * Reads the fields of one JSON object and remembers which: what nobody asked for is the `rest`. A field of the wrong
 * type is refused by its path in the caller's own words. Null counts as absent, as it does for OpenAI.
 */
export class Fields {
  readonly #object: JsonObject
  readonly #path: string
  readonly #taken = new Set<string>()

  constructor(object: JsonObject, path: string) {
    this.#object = object
    this.#path = path
  }

  path(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`
  }

  take(name: string): JsonValue | undefined {
    const value = this.#object[name] ?? undefined
    // Of the dozens of fields that are asked for, a request has a few.
    if (value !== undefined) this.#taken.add(name)
    return value
  }

  string(name: string): string | undefined {
    return this.#typed(name, 'a string', isString)
  }

  number(name: string): number | undefined {
    return this.#typed(name, 'a number', isNumber)
  }

  /** A whole number above zero. */
  count(name: string): number | undefined {
    const value = this.number(name)
    if (value !== undefined && (!Number.isSafeInteger(value) || value < 1))
      throw invalid(this.path(name), 'a whole number above 0', value)
    return value
  }

  boolean(name: string): boolean | undefined {
    return this.#typed(name, 'a boolean', isBoolean)
  }

  object(name: string): JsonObject | undefined {
    return this.#typed(name, 'an object', isJsonObject)
  }

  array(name: string): readonly JsonValue[] | undefined {
    return this.#typed(name, 'an array', isArray)
  }

  /** The fields of a nested object; of an empty one where it is absent. */
  nested(name: string): Fields {
    return new Fields(this.object(name) ?? {}, this.path(name))
  }

  /** One `Fields` for each object of an array. */
  list(name: string, of: string): Fields[] {
    const items = this.array(name) ?? []
    return items.map((item, index) => {
      const path = `${this.path(name)}[${index}]`
      if (!isJsonObject(item)) throw invalid(path, of, item)
      return new Fields(item, path)
    })
  }

  strings(name: string): readonly string[] | undefined {
    const values = this.array(name)
    values?.forEach((value, index) => {
      if (!isString(value)) throw invalid(`${this.path(name)}[${index}]`, 'a string', value)
    })
    return values as readonly string[] | undefined // The loop above has looked at each.
  }

  required<T>(name: string, value: T | undefined, expected: string): T {
    if (value === undefined) throw invalid(this.path(name), expected, this.#object[name])
    return value
  }

  /** Names a field that holds something of the right type that is wrong all the same. */
  refuse(name: string, expected: string): GatewayError {
    return invalid(this.path(name), expected, this.#object[name])
  }

  /** Fields not read so far, without the nulls; undefined where there are none. */
  rest(): JsonObject | undefined {
    const entries: [string, JsonValue][] = []
    for (const name of Object.keys(this.#object)) {
      const value = this.#object[name] ?? null
      if (value !== null && !this.#taken.has(name)) entries.push([name, value])
    }
    return entries.length === 0 ? undefined : Object.fromEntries(entries)
  }

  /** The object as the caller sent it. */
  get raw(): JsonObject {
    return this.#object
  }

  #typed<T extends JsonValue>(
    name: string,
    expected: string,
    is: (value: JsonValue) => value is T,
  ): T | undefined {
    const value = this.take(name)
    if (value === undefined) return undefined
    if (!is(value)) throw invalid(this.path(name), expected, value)
    return value
  }
}

export function invalid(param: string, expected: string, got: JsonValue | undefined): GatewayError {
  return new GatewayError('invalid_request', `${param} must be ${expected}; got ${described(got)}`, { param })
}

function described(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'array'
  if (typeof value === 'object') return 'object'
  if (typeof value === 'string') return value.length <= 40 ? `"${value}"` : 'string'
  return typeof value === 'number' && !Number.isSafeInteger(value) ? `${value}` : typeof value
}

function isString(value: JsonValue): value is string {
  return typeof value === 'string'
}

function isNumber(value: JsonValue): value is number {
  return typeof value === 'number'
}

function isBoolean(value: JsonValue): value is boolean {
  return typeof value === 'boolean'
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}
