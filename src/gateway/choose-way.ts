import { GatewayError } from '../core/error.ts'
import type { Random } from '../core/ports.ts'
import type { Route } from '../routing/route.ts'
import { admit, type AdmissiblePlan, Refused } from './admit.ts'
import type { Admission } from './books.ts'
import { deadlineOf } from './deadline.ts'
import type { Asked, Exchange } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import type { Pin } from './pin.ts'
import { admissiblePlan, planRequest, takeTurn } from './plan-request.ts'
import { resolveRoute } from './resolve-route.ts'

/** Where an exchange goes, and what is held for it. */
export interface Way {
  readonly route: Route
  readonly plan: AdmissiblePlan
  readonly admission: Admission
}

interface Chance {
  readonly random: Random
  readonly pin: Pin | null
}

/**
 * Resolves, plans and admits. A budget that has no room for the model that was asked for, and says `downgrade`, names
 * another: that is tried in its place, once, and must fit as well.
 */
export function chooseWay(exchange: Exchange, asked: Asked, chance: Chance, gateway: Gateway): Way {
  const { model } = asked.request
  try {
    return wayTo(model, exchange, asked, chance, gateway)
  } catch (thrown) {
    if (!(thrown instanceof Refused) || thrown.downgradeTo === null) throw thrown
    return downgraded(thrown.downgradeTo, thrown, { exchange, asked, chance }, gateway)
  }
}

function wayTo(
  model: string,
  exchange: Exchange,
  asked: Asked,
  { random, pin }: Chance,
  gateway: Gateway,
): Way {
  const named = model === asked.request.model ? asked : { ...asked, request: { ...asked.request, model } }
  const resolved = resolveRoute(exchange, named, gateway)
  const { route } = resolved
  const path = exchange.incoming.path ?? null
  const plan = planRequest({ exchange, asked, resolved, random, pin, path }, gateway)
  const isOther = named !== asked
  exchange.decision = isOther
    ? { ...plan.decision, downgrade: { from: asked.request.model, to: model } }
    : plan.decision
  takeTurn(exchange, route)
  const admissible = admissiblePlan(plan, exchange.timeMs)
  const candidate = { exchange, asked, plan: admissible, deadlineMs: deadlineOf(asked, route) }
  return { route, plan: admissible, admission: admit(candidate, gateway.books) }
}

function downgraded(
  model: string,
  refusal: Refused,
  {
    exchange,
    asked,
    chance,
  }: { readonly exchange: Exchange; readonly asked: Asked; readonly chance: Chance },
  gateway: Gateway,
): Way {
  try {
    return wayTo(model, exchange, asked, chance, gateway)
  } catch (thrown) {
    if (!GatewayError.is(thrown)) throw thrown
    const message = `${refusal.message} The model ${model}, to be asked instead, was refused too: ${thrown.message}`
    throw new GatewayError(refusal.code, message, refusal.details)
  }
}
