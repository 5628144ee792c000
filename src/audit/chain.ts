import { hash } from 'node:crypto'
import type { AuditDraft, AuditEvent } from './audit-event.ts'

/** The end of a chain: what the next link is tied to. */
export interface ChainHead {
  readonly seq: number
  readonly hash: string
}

export const EMPTY_CHAIN: ChainHead = Object.freeze({ seq: 0, hash: '0'.repeat(64) })

/** The next link. */
export function linked({ body, ...draft }: AuditDraft, head: ChainHead): AuditEvent {
  const unhashed = { ...draft, seq: head.seq + 1, digest: digestOf(body) }
  return { ...unhashed, body, hash: linkHash(unhashed, head.hash) }
}

export function digestOf(body: string): string {
  return hash('sha256', body)
}

export function linkHash(event: Omit<AuditEvent, 'body' | 'hash'>, before: string): string {
  const { seq, timeMs, actor, action, subject, organizationId, digest } = event
  return hash(
    'sha256',
    `${before}\n${JSON.stringify([seq, timeMs, actor, action, subject, organizationId, digest])}`,
  )
}
