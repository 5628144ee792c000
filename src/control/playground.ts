import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { KeyRing } from '../gateway/key-ring.ts'
import type { AdminApp } from './admin-app.ts'
import type { AdminParts } from './admin-parts.ts'
import { failures } from './errors.ts'

const PATHS = { 'openai-chat': '/v1/chat/completions', 'anthropic-messages': '/v1/messages' } as const

/**
 * `/playground/DIALECT`: a request to a model, made by an admin who has signed in and so has no key to send. It goes
 * through the data plane as any other, under a key ring that knows one secret, made here and never told: the caller is
 * the master key, and the page holds nothing that is worth stealing.
 */
export function playground(app: AdminApp, { gateway, store, answer }: AdminParts): void {
  const secret = randomBytes(32).toString('base64url')
  const trusted = { ...gateway, keys: new KeyRing(secret, store, gateway.clock) }
  app.post(
    '/playground/:dialect',
    {
      config: { changesNothing: true },
      schema: {
        summary: 'Ask a model as who is signed in; the answer is that of the endpoint itself',
        tags: ['playground'],
        params: z.object({ dialect: z.enum(['openai-chat', 'anthropic-messages']) }),
        body: z.looseObject({}).describe('A request in this dialect.'),
        response: { 200: z.looseObject({}).describe('The answer, or a stream of it.'), ...failures },
      },
      // Before the body is read: that is up to the data plane. The hooks that let only admins through come first.
      onRequest: async (request, reply) => {
        // Not checked yet: an unknown one goes on, and is.
        const { dialect } = request.params as { dialect: string }
        if (!(dialect in PATHS)) return
        reply.hijack()
        const { raw } = request
        delete raw.headers.cookie
        raw.headers.authorization = `Bearer ${secret}`
        answer(raw, reply.raw, PATHS[dialect as keyof typeof PATHS], trusted)
      },
    },
    async () => ({}),
  )
}
