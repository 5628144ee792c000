import type { AuditCheckpoint, AuditDraft, AuditEvent } from '../audit/audit-event.ts'
import type { ChainHead } from '../audit/chain.ts'
import type { Page, PageRequest } from './store.ts'

/** The chain of what was done. Events are only ever added; `eraseAudit` takes away bodies, and no link. */
export interface AuditStore {
  appendAudit(draft: AuditDraft): Promise<AuditEvent>
  auditHead(): Promise<ChainHead | null>
  /** Newest first. */
  pageAudit(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEvent>>
  /** Oldest first, from the event after `afterSeq` on. */
  readAudit(afterSeq: number, limit: number): Promise<readonly AuditEvent[]>
  /** One of an event that has one already changes nothing. */
  addCheckpoint(checkpoint: AuditCheckpoint): Promise<void>
  /** In the order of their events. */
  listCheckpoints(): Promise<readonly AuditCheckpoint[]>
  /** Empties the events of an organization, null for the default one; says how many. */
  eraseAudit(organizationId: string | null): Promise<number>
}

export interface AuditFilter {
  readonly actor?: string
  readonly action?: string
  readonly subject?: string
  readonly organizationId?: string
  /** Inclusive. */
  readonly sinceMs?: number
  /** Exclusive. */
  readonly untilMs?: number
}
