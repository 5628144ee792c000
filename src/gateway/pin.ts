import { GatewayError } from '../core/error.ts'
import type { Target } from '../routing/target.ts'
import type { Gateway } from './gateway.ts'

/** Exactly this target or an error, never a substitute. */
export type Pin = (target: Target) => boolean

/**
 * `provider/model`, the id of a target, or the id of an earlier decision, which stands for the target that answered
 * then. Null: no pin. Throws `not_found` for a decision that nobody remembers.
 */
export async function findPin(
  said: string | null,
  { records }: Pick<Gateway, 'records'>,
): Promise<Pin | null> {
  if (said === null) return null
  if (!said.startsWith(DECISION)) return pinTo(said)
  const record = await records.find(`exc_${said.slice(DECISION.length)}`)
  const target = record?.target ?? record?.decision?.target ?? null
  if (target !== null) return pinTo(target)
  throw new GatewayError(
    'not_found',
    `There is no record of a decision ${said.slice(0, 100)} that chose a target.`,
    {
      param: 'x-portolan-pin',
    },
  )
}

const DECISION = 'dec_'

/** A decision is called as the exchange that it was made for, so that it can be found by its record. */
export function decisionId(exchangeId: string): string {
  return DECISION + exchangeId.slice(exchangeId.indexOf('_') + 1)
}

function pinTo(name: string): Pin {
  return ({ id, providerName, model }) => id === name || `${providerName}/${model}` === name
}
