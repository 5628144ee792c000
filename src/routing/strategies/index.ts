import type { StrategyName } from '../../config/config.ts'
import { order } from './order.ts'
import { price } from './price.ts'
import { roundRobin } from './round-robin.ts'
import type { Strategy } from './strategy.ts'
import { weighted } from './weighted.ts'

export const STRATEGIES: Readonly<Record<StrategyName, Strategy>> = {
  order,
  weighted,
  'round-robin': roundRobin,
  price,
}
