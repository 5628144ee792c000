import type { Random } from '../../core/ports.ts'
import { weightedDraw } from './strategy.ts'

/**
 * One draw for each place of a route: its credentials share it, so that more keys earn no more. To be asked for the
 * targets in the order of the route, where those of one place stand side by side.
 */
export function placeDraws(random: Random): (position: number) => number {
  let last = -1
  let draw = 0
  return (position) => {
    if (position !== last) draw = weightedDraw(1, random)
    last = position
    return draw
  }
}
