import { hashOf, unitOf } from './hash.ts'

/**
 * Weighted rendezvous hashing: every member draws a number that depends on the key and on itself alone, and the lowest
 * owns the key. A member that joins or leaves moves only the keys that it wins or had.
 *
 * C. Schindelhauer, G. Schomaker, "Weighted Distributed Hash Tables", SPAA 2005. A weight of 0 never owns a key while
 * another member is there. `keyHash` is the key's `hashOf`.
 */
export function rendezvousDraw(keyHash: number, member: string, weight: number): number {
  const draw = -Math.log(unitOf(Math.imul(keyHash, 0x9e3779b1) ^ hashOf(member)))
  return weight > 0 ? draw / weight : Number.POSITIVE_INFINITY
}
