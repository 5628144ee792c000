import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'

/** The document at `/admin/v1/openapi.json`, made from the same schemas that check requests and write answers. */
export const OPENAPI: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Portolan admin API',
      version: '1',
      description:
        'Keys, records, usage, targets and configuration. Lists are paged by `limit` and `cursor`; times are ' +
        'ISO 8601 UTC; money is USD as a number, and exact as text in the field of the same name with `_nanos`.',
    },
    servers: [],
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'The master key, or a key with the role admin, or viewer to read.',
        },
      },
    },
    security: [{ key: [] }],
  },
  transform: jsonSchemaTransform,
  transformObject: (document) => withoutUnused(jsonSchemaTransformObject(document)),
}

type Document = ReturnType<typeof jsonSchemaTransformObject>

/** Each named schema is made twice, for requests and for answers, and most are used in only one of the two. */
function withoutUnused(document: Document): Document {
  const schemas = ('components' in document ? document.components?.schemas : undefined) ?? {}
  const used = new Set<string>()
  const follow = (part: unknown) => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue
      used.add(name)
      follow(schemas[name])
    }
  }
  follow(document.paths)
  for (const name of Object.keys(schemas)) if (!used.has(name)) delete schemas[name]
  return document
}
