import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { AdminParts } from './admin-parts.ts'

/** Fastify, with the types of requests and answers read off zod schemas. */
export type AdminApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** One resource: adds its routes, whose paths begin below `/admin/v1`. */
export type Resource = (app: AdminApp, parts: AdminParts) => void

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers without a key. */
    readonly isPublic?: boolean
    /** Takes its body as text, whatever that is said to be. */
    readonly takesText?: boolean
  }
}
