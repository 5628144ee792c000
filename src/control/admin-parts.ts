import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AuditLog } from '../audit/audit-log.ts'
import type { AlertBoard } from '../alerts/alert-board.ts'
import type { LiveConfig } from '../config/live.ts'
import type { Dialect } from '../core/dialect.ts'
import type { Provider } from '../core/provider.ts'
import type { Drills } from '../drill/drills.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { JournalStore, RevisionStore } from '../storage/store.ts'

/** Everything that the admin API may use, joined in `app.ts`. */
export interface AdminParts {
  readonly gateway: Gateway
  readonly store: JournalStore
  /** Documents of the configuration, as they were written. */
  readonly revisions: RevisionStore
  /** Null where the program that runs the gateway keeps the configuration to itself. */
  readonly live: LiveConfig | null
  readonly drills: Drills
  readonly alerts: AlertBoard
  readonly audit: AuditLog
  /** To shape errors, and to read recorded answers: see `exchanges/recorded-answer.ts`. */
  readonly dialects: readonly Dialect[]
  readonly providers: readonly Provider[]
  /** The whole body. Rejects with `request_too_large`, `request_timeout` or `client_closed_request`. */
  readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer>
  /** Serves a request of the data plane, at this path of it and with these parts. */
  answer(request: IncomingMessage, response: ServerResponse, path: string, gateway: Gateway): void
  /** Whether the gateway is stopping; what would go on for ever ends then. */
  isClosing(): boolean
}
