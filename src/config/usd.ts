import { usdToNanos } from '../core/money.ts'
import { number } from './scalars.ts'

const USD_MAX = 9_000_000 // Nano-dollars stay exact in a number up to here.

/** USD in a file, nano-dollars in the house. */
export function usd() {
  return number({ min: 0, max: USD_MAX, whole: false }).transform(usdToNanos)
}
