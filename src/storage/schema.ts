import type { ErrorCode } from '../core/error.ts'
import type { MemberRole } from '../core/identity.ts'
import type { KeyRole } from '../core/key.ts'
import type { RuleRecord } from '../core/budget.ts'
import type { DialectFormat } from '../core/request.ts'
import type { ScopeType } from '../core/scope.ts'
import type { UsageSource } from '../core/usage.ts'
import type { ResponseStatus } from './response-store.ts'
import type { RevisionSource } from './store.ts'

/**
 * Every table, as any SQL database holds it: JSON is text, booleans are 0 and 1, times are epoch milliseconds and
 * money is nanos, both in 64-bit integers that are read as safe JavaScript numbers.
 */
export interface Schema {
  readonly keys: KeyTable
  readonly organizations: OrganizationTable
  readonly projects: ProjectTable
  readonly members: MemberTable
  readonly sign_ins: SignInTable
  readonly blocked_users: BlockedUserTable
  readonly exchanges: ExchangeTable
  readonly exchange_tags: ExchangeTagTable
  readonly bodies: BodyTable
  readonly scope_spend: ScopeSpendTable
  readonly rules: RuleTable
  readonly budget_pauses: BudgetPauseTable
  readonly config_revisions: ConfigRevisionTable
  readonly open_exchanges: OpenExchangeTable
  readonly journal_positions: JournalPositionTable
  readonly usage_rollups: UsageRollupTable
  readonly usage_floors: UsageFloorTable
  readonly audit_events: AuditEventTable
  readonly audit_checkpoints: AuditCheckpointTable
  readonly responses: ResponseTable
  readonly response_items: ResponseItemTable
}

export interface KeyTable {
  id: string
  hash: string
  hint: string
  name: string
  role: KeyRole
  models: string | null
  limits: string
  budgets: string
  expires_at_ms: number | null
  blocked: number
  tags: string
  metadata: string | null
  created_at_ms: number
  updated_at_ms: number
  previous_hash: string | null
  previous_until_ms: number | null
  /** A deleted key stays, so that its exchanges keep their meaning. */
  deleted_at_ms: number | null
  organization_id: string | null
  project_id: string | null
  member_id: string | null
  /** `KeyScopes` as JSON. */
  scopes: string | null
}

export interface OrganizationTable {
  id: string
  name: string
  created_at_ms: number
  updated_at_ms: number
  deleted_at_ms: number | null
}

export interface ProjectTable extends OrganizationTable {
  organization_id: string
}

export interface MemberTable {
  id: string
  /** Null: of the whole gateway. */
  organization_id: string | null
  /** In lower case. */
  email: string
  name: string
  role: MemberRole
  active: number
  /** With its parameters, as `passwords.ts` writes it. */
  password: string | null
  invitation_hash: string | null
  invitation_until_ms: number | null
  /** As an identity provider knows the member. */
  issuer: string | null
  subject: string | null
  /** As a directory that provisions members knows this one. */
  external_id: string | null
  created_at_ms: number
  updated_at_ms: number
  deleted_at_ms: number | null
}

/** Who is signed in to the dashboard. The secret is in the browser; here is its hash. */
export interface SignInTable {
  id: string
  hash: string
  /** Null: the master key. */
  member_id: string | null
  address: string
  user_agent: string
  created_at_ms: number
  seen_at_ms: number
  expires_at_ms: number
}

/** End users whose requests are refused. */
export interface BlockedUserTable {
  /** `default` for the default one. */
  organization_id: string
  end_user: string
  blocked_at_ms: number
}

/** One `ExchangeRecord`, as the journal writes it down: after `seq`, the values of `RecordColumns` in their order. */
export interface ExchangeTable {
  /** Rises by one with each exchange that is stored: the key of everything else about it, shorter than its id. */
  seq: number
  id: string
  time_ms: number
  key_id: string | null
  end_user: string | null
  session: string | null
  tags: string | null
  dialect: DialectFormat
  model: string | null
  provider: string | null
  status: number
  error_code: ErrorCode | null
  attempts: number
  /** The counts of tokens are null together, where the usage is not known. */
  input_tokens: number | null
  output_tokens: number | null
  cache_read_tokens: number | null
  reasoning_tokens: number | null
  usage_source: UsageSource | null
  cost_nanos: number | null
  billed_nanos: number | null
  ttft_ms: number | null
  duration_ms: number
  overhead_ms: number
  /** After the figures, because a sum over them then need not read past it. */
  details: string
  organization_id: string | null
  project_id: string | null
  member_id: string | null
}

/** The tags once more, to filter and group by. The time is repeated so that one index gives a tag's page in order. */
export interface ExchangeTagTable {
  exchange_seq: number
  tag: string
  time_ms: number
}

export interface BodyTable {
  exchange_seq: number
  request: Uint8Array | null
  request_encoding: BodyEncoding
  response: Uint8Array | null
  response_encoding: BodyEncoding
  /** When its exchange began. Null: stored before this was kept. */
  time_ms: number | null
}

/** Null: as it went over the wire. */
export type BodyEncoding = 'zstd' | null

/** What a scope has used in a quarter of an hour. Kept when its exchanges are gone, for budgets that look back. */
export interface ScopeSpendTable {
  scope_type: ScopeType
  scope_id: string
  /** Quarters of an hour since 1970. */
  slot: number
  /** What was billed; for a provider what it cost. */
  cost_nanos: number
  tokens: number
  calls: number
  /** Calls whose cost is not known, and so not in `cost_nanos`. */
  unpriced: number
  /** Waited for providers. */
  busy_ms: number
}

/** A limit or a budget of the admin API, as JSON. */
export interface RuleTable {
  id: string
  kind: RuleRecord['kind']
  document: string
  created_at_ms: number
  updated_at_ms: number
}

/** Whom a budget has stopped, until somebody resumes it. */
export interface BudgetPauseTable {
  budget_id: string
  scope_type: ScopeType
  scope_id: string
  paused_at_ms: number
}

export interface ConfigRevisionTable {
  revision: string
  document: string
  created_at_ms: number
  source: RevisionSource
}

/** Exchanges that a journal has opened and not yet closed, up to its saved position. */
export interface OpenExchangeTable {
  journal_id: string
  exchange_id: string
  entry: string
}

/** A row for each journal: everything in it before `position` is in the tables. */
export interface JournalPositionTable {
  /** Empty: of the one journal that a database had before journals had ids. */
  journal_id: string
  position: number
}

/** One link of the chain: an `AuditEvent`. */
export interface AuditEventTable {
  seq: number
  time_ms: number
  actor: string
  action: string
  subject: string | null
  organization_id: string | null
  body: string | null
  digest: string
  hash: string
}

export interface AuditCheckpointTable {
  seq: number
  hash: string
  time_ms: number
  public_key: string
  signature: string
}

/** The sums over all exchanges of a minute, an hour or a day that agree in model, provider and dialect. */
export interface UsageRollupTable {
  width_ms: number
  start_ms: number
  /** Empty: exchanges that have none. */
  model: string
  provider: string
  dialect: string
  requests: number
  errors: number
  input_tokens: number
  output_tokens: number
  cache_read_tokens: number
  reasoning_tokens: number
  cost_nanos: number
  /** Requests whose cost is known, and so in `cost_nanos`. */
  priced: number
  billed_nanos: number
  billed: number
}

/** Roll-ups of a width that begin before `since_ms` are not whole, or not there. No row: all are whole. */
export interface UsageFloorTable {
  width_ms: number
  since_ms: number
}

/** Answers that are kept for their callers. */
export interface ResponseTable {
  key_id: string
  id: string
  created_at_ms: number
  touched_at_ms: number
  status: ResponseStatus
  previous_id: string | null
  target: string | null
  input: Uint8Array
  input_encoding: BodyEncoding
  response: Uint8Array
  response_encoding: BodyEncoding
}

/** Which response put out an item. */
export interface ResponseItemTable {
  key_id: string
  item_id: string
  response_id: string
}
