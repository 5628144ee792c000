import type { KeyRecord } from '../core/key.ts'
import type { Opening } from '../ledger/journal-entry.ts'
import type { Asked, Exchange, Incoming } from './exchange.ts'

/** What of an exchange its record begins with. */
export type Opened = Pick<Exchange, 'id' | 'timeMs' | 'caller'> & {
  readonly incoming: Pick<Incoming, 'dialect' | 'operation'>
}

export function openingOf({ id, timeMs, caller, incoming }: Opened, { request, options }: Asked): Opening {
  const key = caller?.key ?? null
  return {
    id,
    timeMs,
    keyId: caller?.keyId ?? null,
    organizationId: key === null ? null : key.organizationId,
    projectId: key === null ? null : key.projectId,
    memberId: key === null ? null : key.memberId,
    user: caller?.user ?? options.user ?? request.metadata.user ?? null,
    session: options.session,
    tags: tagsOf(key, options.tags),
    metadata: options.metadata,
    dialect: incoming.dialect.wire,
    operation: incoming.operation,
    streamed: request.stream,
    requestedModel: request.model,
  }
}

/** The key's own tags, and the request's. */
function tagsOf(key: KeyRecord | null, tags: readonly string[]): readonly string[] {
  return key === null || key.tags.length === 0 ? tags : [...new Set([...key.tags, ...tags])]
}
