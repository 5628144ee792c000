import type { StrategyName } from '../../config/config.ts'
import { balanced } from './balanced.ts'
import { latency } from './latency.ts'
import { leastBusy } from './least-busy.ts'
import { order } from './order.ts'
import { price } from './price.ts'
import { quality } from './quality.ts'
import { roundRobin } from './round-robin.ts'
import { sticky } from './sticky.ts'
import type { Strategy } from './strategy.ts'
import { throughput } from './throughput.ts'
import { usage } from './usage.ts'
import { weighted } from './weighted.ts'

export const STRATEGIES: Readonly<Record<StrategyName, Strategy>> = {
  balanced,
  order,
  weighted,
  'round-robin': roundRobin,
  price,
  latency,
  throughput,
  'least-busy': leastBusy,
  usage,
  quality,
  sticky,
}
