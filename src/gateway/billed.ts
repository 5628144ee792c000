import { type Billing, withMargin } from '../core/billing.ts'
import { ERRORS } from '../core/error.ts'
import type { Nanos } from '../core/money.ts'
import type { Answer } from './answer.ts'

/** What its caller pays for an answer; null where its cost is not known. */
export function billedOf(
  answer: Pick<Answer, 'costNanos' | 'isEmpty' | 'ending'>,
  { marginPpm, billsEmpty }: Billing,
): Nanos | null {
  if (!billsEmpty && (hasFailed(answer) || (answer.isEmpty && answer.ending.type !== 'abandoned'))) return 0
  return answer.costNanos === null ? null : withMargin(answer.costNanos, marginPpm)
}

/** Not where its caller has ended it, by leaving or by a deadline of his own: such an answer would be free. */
function hasFailed({ ending }: Pick<Answer, 'ending'>): boolean {
  if (ending.type !== 'broken') return false
  const { code } = ending.error
  return ERRORS[code].fault !== 'caller' && code !== 'deadline_exceeded'
}
