import { type Billing, withMargin } from '../core/billing.ts'
import { ERRORS } from '../core/error.ts'
import type { Nanos } from '../core/money.ts'
import type { Answer } from './answer.ts'

/** What its caller pays for an answer; null where its cost is not known. */
export function billedOf(
  answer: Pick<Answer, 'costNanos' | 'isEmpty' | 'ending' | 'passed'>,
  { marginPpm, billsEmpty }: Billing,
): Nanos | null {
  if (!billsEmpty && (hasFailed(answer) || (answer.isEmpty && answer.ending.type !== 'abandoned'))) return 0
  return answer.costNanos === null ? null : withMargin(answer.costNanos, marginPpm)
}

/**
 * Not where its caller has ended it, by leaving or by a deadline of his own: such an answer would be free. Nor a
 * session that broke off: of its many answers those before were whole.
 */
function hasFailed({ ending, passed }: Pick<Answer, 'ending' | 'passed'>): boolean {
  if (ending.type !== 'broken' || passed?.status === SWITCHED) return false
  const { code } = ending.error
  return ERRORS[code].fault !== 'caller' && code !== 'deadline_exceeded'
}

/** To WebSocket. */
const SWITCHED = 101
