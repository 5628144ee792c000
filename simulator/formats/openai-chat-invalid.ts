import type { JsonValue } from '../../src/core/json.ts'
import { Failure } from '../failure.ts'

/** Refusals in OpenAI's own words; `param` is the path of the offending field. */

export function missing(param: string): Failure {
  const message = `Missing required parameter: '${param}'.`
  return new Failure('invalid', message, { param, code: 'missing_required_parameter' })
}

export function wrongType(param: string, expected: string, value: JsonValue | undefined): Failure {
  const got =
    value === undefined || value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`
  const message = `Invalid type for '${param}': expected ${expected}, but got ${got} instead.`
  return new Failure('invalid', message, { param, code: 'invalid_type' })
}

export function wrongValue(param: string, value: JsonValue | undefined, allowed: readonly string[]): Failure {
  const list = allowed.map((word) => `'${word}'`).join(', ')
  const message = `Invalid value: '${String(value)}'. Supported values are: ${list}.`
  return new Failure('invalid', message, { param, code: 'invalid_value' })
}

export function outOfRange(
  param: string,
  kind: 'integer' | 'decimal',
  side: 'below min' | 'above max',
  bound: string,
  value: number,
): Failure {
  const message = `Invalid '${param}': ${kind} ${side}imum value. Expected a value ${bound}, but got ${value} instead.`
  return new Failure('invalid', message, { param, code: `${kind}_${side.replace(' ', '_')}_value` })
}
