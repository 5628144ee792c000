import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'

/**
 * A JSON schema in the subset that Anthropic enforces; anything else in it is refused:
 * https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations
 *
 * Objects are closed, which narrows what an answer may hold and never widens it. Bounds it cannot enforce are told to
 * the model in the description instead, and each is named to `onLoosened`.
 */
export function strictSchema(schema: JsonObject, onLoosened: (keyword: string) => void): JsonObject {
  const rules: string[] = []
  const kept: Record<string, JsonValue | undefined> = {}
  for (const [keyword, value] of Object.entries(schema)) {
    if (isEnforced(keyword, value)) {
      kept[keyword === 'oneOf' ? 'anyOf' : keyword] = inner(keyword, value, onLoosened)
    } else {
      rules.push(`${keyword}: ${JSON.stringify(value)}`)
      onLoosened(keyword)
    }
  }
  if (isObjectSchema(schema)) kept.additionalProperties = false
  if (rules.length > 0) {
    const before = typeof schema.description === 'string' ? `${schema.description}\n` : ''
    kept.description = `${before}Must keep to: ${rules.join(', ')}`
  }
  return kept
}

const UNENFORCED: ReadonlySet<string> = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
])

const FORMATS: ReadonlySet<unknown> = new Set([
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'uri',
  'ipv4',
  'ipv6',
  'uuid',
])

function isEnforced(keyword: string, value: JsonValue | undefined): boolean {
  if (keyword === 'minItems') return value === 0 || value === 1
  if (keyword === 'format') return FORMATS.has(value)
  return !UNENFORCED.has(keyword)
}

function inner(
  keyword: string,
  value: JsonValue | undefined,
  onLoosened: (keyword: string) => void,
): JsonValue | undefined {
  const strict = (item: JsonValue): JsonValue => (isJsonObject(item) ? strictSchema(item, onLoosened) : item)
  switch (keyword) {
    case 'properties':
    case '$defs':
    case 'definitions':
      if (!isJsonObject(value)) return value
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, strict(item ?? null)]))
    case 'anyOf':
    case 'oneOf':
    case 'allOf':
      return Array.isArray(value) ? value.map(strict) : value
    case 'items':
      return strict(value ?? null)
    default:
      return value
  }
}

function isObjectSchema({ type, properties }: JsonObject): boolean {
  return type === 'object' || (Array.isArray(type) && type.includes('object')) || properties !== undefined
}
