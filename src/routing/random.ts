import type { Random } from '../core/ports.ts'
import { hashOf } from './hash.ts'

/**
 * A repeatable random source: the same seed gives the same draws on every machine. Mulberry32 over an FNV-1a hash;
 * good enough to spread load, not for secrets.
 */
export function seededRandom(seed: string): Random {
  let state = hashOf(seed)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
