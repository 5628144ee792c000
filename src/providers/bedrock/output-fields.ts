import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { ChatRequest } from '../../core/request.ts'

interface Written {
  readonly body: JsonObject
  readonly dropped: readonly string[]
}

/** The form of the answer, and what is said of the request itself. */
export function outputFields({ output: { format }, metadata }: ChatRequest, body: JsonObject): Written {
  const { serviceTier, tags, user } = metadata
  const tier = serviceTier === undefined ? undefined : TIERS.get(serviceTier)
  const isPlain = tags !== undefined && Object.values(tags).every((value) => typeof value === 'string')
  return {
    body: {
      ...(format.type === 'json-schema' ? { outputConfig: { textFormat: textFormat(format, body) } } : {}),
      ...(tier === undefined || tier === null ? {} : { serviceTier: { type: tier } }),
      ...(isPlain ? { requestMetadata: tags } : {}),
    },
    dropped: [
      ...(serviceTier !== undefined && tier === undefined ? ['serviceTier'] : []),
      ...(tags !== undefined && !isPlain ? ['tags'] : []),
      ...(user === undefined ? [] : ['user']),
    ],
  }
}

/** Null: it does that anyway. */
const TIERS: ReadonlyMap<string, string | null> = new Map([
  ['auto', null],
  ['default', 'default'],
  ['flex', 'flex'],
  ['priority', 'priority'],
  ['reserved', 'reserved'],
])

type SchemaFormat = Extract<ChatRequest['output']['format'], { type: 'json-schema' }>

/** The schema goes as text, and as narrow as Anthropic wants it. */
function textFormat({ schema, name, description }: SchemaFormat, body: JsonObject): JsonObject {
  const config = isJsonObject(body.output_config) ? body.output_config : {}
  const narrowed = isJsonObject(config.format) ? config.format.schema : schema
  const jsonSchema = {
    schema: JSON.stringify(narrowed),
    name,
    ...(description === undefined ? {} : { description }),
  }
  return { type: 'json_schema', structure: { jsonSchema } }
}
