import type { Route } from '../routing/route.ts'
import type { Asked } from './exchange.ts'

/** How long an exchange may take, in milliseconds. */
export function deadlineOf(asked: Pick<Asked, 'options'>, route: Pick<Route, 'timeouts'>): number {
  return Math.min(asked.options.deadlineMs ?? Number.POSITIVE_INFINITY, route.timeouts.deadlineMs)
}
