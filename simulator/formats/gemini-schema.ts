import type { JsonObject, JsonValue } from '../../src/core/json.ts'
import { isJsonObject } from '../../src/core/json.ts'
import { invalid } from './gemini-contents.ts'

/**
 * `parameters` and `responseSchema` take a subset of OpenAPI schemas, and a keyword outside it is refused:
 * https://ai.google.dev/api/caching#Schema. `parametersJsonSchema` and `responseJsonSchema` take real JSON schemas.
 */
export function checkSchema(schema: JsonObject, path: string): void {
  for (const key of Object.keys(schema)) {
    if (KEYWORDS.has(key)) continue
    throw invalid(`Invalid JSON payload received. Unknown name "${key}" at '${path}': Cannot find field.`)
  }
  if (Array.isArray(schema['type'])) {
    throw invalid(
      `Invalid JSON payload received. Proto field is not repeating, cannot start list at '${path}.type'.`,
    )
  }
  const properties = schema['properties']
  if (isJsonObject(properties)) {
    for (const [name, property] of Object.entries(properties))
      checkInner(property, `${path}.properties[${name}]`)
  }
  checkInner(schema['items'], `${path}.items`)
  const branches = schema['anyOf'] ?? schema['any_of']
  if (Array.isArray(branches)) {
    branches.forEach((branch, index) => checkInner(branch, `${path}.any_of[${index}]`))
  }
}

function checkInner(schema: JsonValue | undefined, path: string): void {
  if (isJsonObject(schema)) checkSchema(schema, path)
}

const KEYWORDS = new Set(
  (
    'type format title description nullable enum maxItems max_items minItems min_items properties required ' +
    'minProperties min_properties maxProperties max_properties minLength min_length maxLength max_length pattern ' +
    'example anyOf any_of propertyOrdering property_ordering default items minimum maximum ' +
    'additionalProperties additional_properties'
  ).split(' '),
)
