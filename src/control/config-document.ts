import { z } from 'zod'
import { maskDocument, unmaskDocument } from '../config/document-secrets.ts'
import type { LiveConfig } from '../config/live.ts'
import { GatewayError } from '../core/error.ts'
import type { AdminApp } from './admin-app.ts'
import type { AdminParts } from './admin-parts.ts'
import { failures } from './errors.ts'

const schema = z
  .object({
    revision: z.string(),
    document: z.string().describe('As it was written. Secrets that are written out in it are masked.'),
  })
  .meta({ id: 'ConfigDocument' })

/** `/config/document`: the document in force, to be edited and put back; masked secrets stay what they were. */
export function configDocument(app: AdminApp, parts: AdminParts): void {
  app.get(
    '/config/document',
    {
      schema: {
        summary: 'The configuration document in force, as it was written',
        tags: ['config'],
        response: { 200: schema, ...failures },
      },
    },
    async () => ({
      revision: parts.gateway.snapshot().revision,
      document: maskDocument(await documentInForce(parts)),
    }),
  )
}

/** With its secrets, for changing it. */
export async function documentInForce({ gateway, revisions, live }: AdminParts): Promise<string> {
  changeable(live)
  return (await revisions.getRevision(gateway.snapshot().revision))?.document ?? ''
}

/** A document that was read here and changed, with its secrets again. */
export async function unmasked(text: string, parts: AdminParts): Promise<string> {
  return unmaskDocument(text, await documentInForce(parts))
}

export function changeable(live: LiveConfig | null): LiveConfig {
  if (live !== null) return live
  throw new GatewayError('conflict', 'The program that runs this gateway keeps its configuration to itself.')
}
