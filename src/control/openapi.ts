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
        'Keys, records, usage, targets and configuration. Lists are paged by `limit` and `cursor`; times are ISO 8601 UTC; ' +
        'money is USD as a number, and exact as text in the field of the same name with `_nanos`.',
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
  transformObject: jsonSchemaTransformObject,
}
