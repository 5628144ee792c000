import type { RuleRecord } from '../../core/budget.ts'
import { GatewayError } from '../../core/error.ts'
import { RULES_MAX } from '../../gateway/rule-book.ts'
import type { AdminParts } from '../admin-parts.ts'

type Kind = RuleRecord['kind']
type RecordOf<Of extends Kind> = Extract<RuleRecord, { kind: Of }>

/** Stored first, and then in force from the next request on. */
export async function addRule<Of extends Kind>(
  kind: Of,
  make: (id: string) => RecordOf<Of>['rule'],
  { gateway, store }: AdminParts,
): Promise<RecordOf<Of>> {
  if (gateway.rules.size >= RULES_MAX)
    throw new GatewayError(
      'conflict',
      `There are ${RULES_MAX} limits and budgets already; delete some first.`,
    )
  const nowMs = gateway.clock.now()
  const rule = make(gateway.ids.next(kind === 'budget' ? 'bud' : 'lim'))
  const record = recordOf(kind, rule, nowMs, nowMs)
  await store.putRule(record)
  gateway.rules.put(record)
  return record
}

/** Rejects with `not_found`. */
export async function putRule<Of extends Kind>(
  kind: Of,
  id: string,
  rule: RecordOf<Of>['rule'],
  parts: AdminParts,
): Promise<RecordOf<Of>> {
  const { gateway, store } = parts
  const record = recordOf(kind, rule, findRule(kind, id, parts).createdAtMs, gateway.clock.now())
  await store.putRule(record)
  gateway.rules.put(record)
  return record
}

/** Rejects with `not_found`. */
export async function removeRule(kind: Kind, id: string, parts: AdminParts): Promise<void> {
  findRule(kind, id, parts)
  await parts.store.deleteRule(id)
  parts.gateway.rules.remove(id)
}

/** Throws `not_found`; one of the configuration is changed there. */
export function findRule<Of extends Kind>(kind: Of, id: string, { gateway }: AdminParts): RecordOf<Of> {
  const records: readonly RuleRecord[] = kind === 'budget' ? gateway.rules.budgets : gateway.rules.limits
  const record = records.find(({ rule }) => rule.id === id)
  if (record !== undefined) return record as RecordOf<Of> // Of the list of its kind.
  const hint = id.startsWith('config-') ? ' What the configuration has is changed there.' : ''
  throw new GatewayError('not_found', `There is no ${kind} ${id.slice(0, 100)} to change.${hint}`)
}

function recordOf<Of extends Kind>(
  kind: Of,
  rule: RecordOf<Of>['rule'],
  createdAtMs: number,
  updatedAtMs: number,
): RecordOf<Of> {
  // Kind and rule belong together by the type of the parameters, which a literal cannot show the compiler.
  return { kind, rule, createdAtMs, updatedAtMs } as unknown as RecordOf<Of>
}
