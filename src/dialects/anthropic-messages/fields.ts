import { GatewayError } from '../../core/error.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'

/**
 * Reads fields of a request body. `null` counts as absent, as it does at Anthropic. A value of the wrong type throws
 * `invalid_request` with the field's path in `param`. `path` is that of the object, empty for the body itself.
 */
export function optionalString(object: JsonObject, key: string, path = ''): string | undefined {
  const value = object[key] ?? undefined
  return value === undefined || typeof value === 'string' ? value : fail(path, key, 'a string')
}

export function requiredString(object: JsonObject, key: string, path = ''): string {
  return optionalString(object, key, path) ?? fail(path, key, 'a string')
}

export function optionalNumber(object: JsonObject, key: string, path = ''): number | undefined {
  const value = object[key] ?? undefined
  return value === undefined || typeof value === 'number' ? value : fail(path, key, 'a number')
}

export function optionalCount(object: JsonObject, key: string, path = ''): number | undefined {
  const value = optionalNumber(object, key, path)
  const isCount = value === undefined || (Number.isInteger(value) && value >= 0)
  return isCount ? value : fail(path, key, 'a whole number, not negative')
}

export function optionalBoolean(object: JsonObject, key: string, path = ''): boolean | undefined {
  const value = object[key] ?? undefined
  return value === undefined || typeof value === 'boolean' ? value : fail(path, key, 'true or false')
}

export function optionalObject(object: JsonObject, key: string, path = ''): JsonObject | undefined {
  const value = object[key] ?? undefined
  return value === undefined || isJsonObject(value) ? value : fail(path, key, 'an object')
}

export function requiredObject(object: JsonObject, key: string, path = ''): JsonObject {
  return optionalObject(object, key, path) ?? fail(path, key, 'an object')
}

export function optionalList(object: JsonObject, key: string, path = ''): readonly JsonValue[] | undefined {
  const value = object[key] ?? undefined
  return value === undefined || isList(value) ? value : fail(path, key, 'a list')
}

/** The objects of a list, each with its path. */
export function objectsOf(
  list: readonly JsonValue[],
  path: string,
): { readonly object: JsonObject; readonly path: string }[] {
  return list.map((object, index) => {
    const at = `${path}[${index}]`
    return isJsonObject(object) ? { object, path: at } : fail('', at, 'an object')
  })
}

export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

export function fail(path: string, key: string, expected: string): never {
  const param = path === '' ? key : `${path}.${key}`
  throw new GatewayError('invalid_request', `${param}: must be ${expected}`, { param })
}

/** A field to spread: absent where the value is. */
export function present<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  // TypeScript reads a computed key as any string; here it is exactly `Key`.
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value }
}
