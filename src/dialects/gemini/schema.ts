import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import { camelCased } from './fields.ts'

/**
 * Gemini's `Schema`, a subset of OpenAPI's, as JSON Schema: types in lower case, `nullable` as a type of its own, and
 * whole numbers that protocol buffers write as text. https://ai.google.dev/api/caching#Schema
 */
export function jsonSchema(schema: JsonObject): JsonObject {
  const { type, nullable, properties, propertyOrdering, example: _, ...rest } = camelCased(schema)
  const known = isJsonObject(properties) ? ordered(properties, propertyOrdering) : null
  return {
    ...typed(type, nullable === true),
    ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, converted(name, value)])),
    ...(known === null
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(known).map(([name, value]) => [
              name,
              isJsonObject(value) ? jsonSchema(value) : value,
            ]),
          ),
        }),
    ...(nullable === true && Array.isArray(rest.enum) ? { enum: [...rest.enum, null] } : {}),
  }
}

function typed(type: JsonValue | undefined, isNullable: boolean): JsonObject {
  if (typeof type !== 'string' || type === 'TYPE_UNSPECIFIED')
    return type === undefined || typeof type === 'string' ? {} : { type }
  return { type: isNullable ? [type.toLowerCase(), 'null'] : type.toLowerCase() }
}

function converted(name: string, value: JsonValue | undefined): JsonValue | undefined {
  if (COUNTS.has(name) && typeof value === 'string') return Number(value)
  if (SCHEMAS.has(name)) {
    if (isJsonObject(value)) return jsonSchema(value)
    if (Array.isArray(value))
      return value.map((item: JsonValue) => (isJsonObject(item) ? jsonSchema(item) : item))
  }
  return value
}

/** The order in which the model is to write the fields; JSON Schema has no word for it but the order itself. */
function ordered(properties: JsonObject, order: JsonValue | undefined): JsonObject {
  const names = Array.isArray(order)
    ? order.filter((name) => typeof name === 'string' && name in properties)
    : []
  return { ...Object.fromEntries(names.map((name) => [name, properties[String(name)]])), ...properties }
}

const COUNTS: ReadonlySet<string> = new Set([
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'minProperties',
  'maxProperties',
])
const SCHEMAS: ReadonlySet<string> = new Set(['items', 'prefixItems', 'anyOf', 'additionalProperties'])
