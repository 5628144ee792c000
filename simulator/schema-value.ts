import type { JsonObject, JsonValue } from '../src/core/json.ts'
import { isJsonObject } from '../src/core/json.ts'

/**
 * A value that satisfies a JSON schema, for the keywords that tool and answer schemas use. Required properties only,
 * and the smallest arrays and strings allowed; a `string` without other demands holds `hint`.
 */
export function schemaValue(schema: JsonObject, hint: string): JsonValue {
  return valueOf(schema, { root: schema, hint, depth: 0, budget: { nodes: NODES_MAX } })
}

interface Scope {
  /** Where `$ref` starts from. */
  readonly root: JsonObject
  readonly hint: string
  readonly depth: number
  /** Shared by the whole value: a schema that branches back into itself would else grow without end. */
  readonly budget: { nodes: number }
}

/** Beyond these a value is null. They are deeper and larger than any sane schema. */
const DEPTH_MAX = 24
const NODES_MAX = 2_000
const LENGTH_MAX = 10_000

function valueOf(schema: JsonObject, scope: Scope): JsonValue {
  if (scope.depth > DEPTH_MAX || scope.budget.nodes-- <= 0) return null
  const inner = { ...scope, depth: scope.depth + 1 }
  if (typeof schema['$ref'] === 'string') return valueOf(resolve(schema['$ref'], scope.root), inner)
  if (schema['const'] !== undefined) return schema['const']
  if (Array.isArray(schema['enum']) && schema['enum'].length > 0) return schema['enum'][0]
  for (const union of [schema['anyOf'], schema['oneOf']]) {
    if (Array.isArray(union) && isJsonObject(union[0])) return valueOf(merged(schema, [union[0]]), inner)
  }
  if (Array.isArray(schema['allOf']))
    return valueOf(merged(schema, schema['allOf'].filter(isJsonObject)), inner)
  switch (typeName(schema)) {
    case 'object':
      return objectOf(schema, inner)
    case 'array':
      return arrayOf(schema, inner)
    case 'string':
      return stringOf(schema, scope.hint)
    case 'integer':
    case 'number':
      return numberOf(schema)
    case 'boolean':
      return true
    default:
      return null
  }
}

/** Gemini writes type names in capitals. Without a type, the keywords tell. */
function typeName(schema: JsonObject): string {
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type']
  if (typeof type === 'string') return type.toLowerCase()
  if (schema['items'] !== undefined) return 'array'
  return 'object'
}

function objectOf(schema: JsonObject, scope: Scope): JsonObject {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {}
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const value: Record<string, JsonValue> = {}
  for (const name of required) {
    if (typeof name !== 'string') continue
    const property = properties[name]
    value[name] = isJsonObject(property) ? valueOf(property, scope) : scope.hint
  }
  return value
}

function arrayOf(schema: JsonObject, scope: Scope): JsonValue {
  const items = isJsonObject(schema['items']) ? schema['items'] : { type: 'string' }
  const length = Math.max(1, numberIn(schema, 'minItems') ?? 1)
  return Array.from({ length: Math.min(length, LENGTH_MAX) }, () => valueOf(items, scope))
}

function stringOf(schema: JsonObject, hint: string): string {
  const format = typeof schema['format'] === 'string' ? FORMATS.get(schema['format']) : undefined
  if (format !== undefined) return format
  const shortest = numberIn(schema, 'minLength') ?? 0
  const longest = numberIn(schema, 'maxLength') ?? Number.POSITIVE_INFINITY
  return hint.padEnd(Math.min(shortest, LENGTH_MAX), '.').slice(0, longest)
}

const FORMATS = new Map([
  ['date', '2026-01-31'],
  ['date-time', '2026-01-31T12:00:00Z'],
  ['time', '12:00:00Z'],
  ['email', 'pilot@example.com'],
  ['uri', 'https://example.com/'],
  ['uuid', '00000000-0000-4000-8000-000000000000'],
])

function numberOf(schema: JsonObject): number {
  const isInteger = typeName(schema) === 'integer'
  const step = numberIn(schema, 'multipleOf') ?? (isInteger ? 1 : null)
  const lowest = lowerBound(schema, isInteger)
  const value = Math.min(Math.max(lowest, 1), upperBound(schema, isInteger))
  return step === null ? value : Math.ceil(Math.max(value, lowest) / step) * step
}

function lowerBound(schema: JsonObject, isInteger: boolean): number {
  const above = numberIn(schema, 'exclusiveMinimum')
  if (above !== null) return above + (isInteger ? 1 : 0.5)
  return numberIn(schema, 'minimum') ?? Number.NEGATIVE_INFINITY
}

function upperBound(schema: JsonObject, isInteger: boolean): number {
  const below = numberIn(schema, 'exclusiveMaximum')
  if (below !== null) return below - (isInteger ? 1 : 0.5)
  return numberIn(schema, 'maximum') ?? Number.POSITIVE_INFINITY
}

function numberIn(schema: JsonObject, key: string): number | null {
  const value = schema[key]
  return typeof value === 'number' ? value : null
}

/** The schema without its combinators, with the branches' keywords laid over its own. */
function merged(schema: JsonObject, branches: readonly JsonObject[]): JsonObject {
  const { anyOf: _anyOf, oneOf: _oneOf, allOf: _allOf, ...own } = schema
  return branches.reduce<JsonObject>((whole, branch) => {
    const properties = { ...asObject(whole['properties']), ...asObject(branch['properties']) }
    const required = [...asList(whole['required']), ...asList(branch['required'])]
    return { ...whole, ...branch, properties, required }
  }, own)
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

function asList(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}

/** Follows a local reference such as `#/$defs/city`; an unknown one allows anything. */
function resolve(reference: string, root: JsonObject): JsonObject {
  let place: JsonValue | undefined = root
  for (const step of reference.split('/').slice(1)) {
    place = isJsonObject(place) ? place[step.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined
  }
  return isJsonObject(place) ? place : {}
}
