import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Actor } from './actor.ts'
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
  interface FastifyRequest {
    /** Known wherever the route is not public. */
    actor: Actor
    /** The body as it came. */
    said: unknown
  }
  interface FastifyContextConfig {
    /** Only says that the path takes other methods. */
    readonly refusesMethod?: boolean
    /** Only looks, though its method is one of those that change things. */
    readonly changesNothing?: boolean
    /** Takes its body as text, whatever that is said to be. */
    readonly takesText?: boolean
  }
}
