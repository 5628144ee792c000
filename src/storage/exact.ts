/**
 * An integer on its way into or out of the database. Beyond 2^53 a JavaScript number would be near the stored integer
 * and not equal to it, and books must not be near: such a value throws a RangeError.
 */
export function exact(value: number): number {
  if (Number.isSafeInteger(value)) return value
  throw new RangeError(`${value} is not an exact integer.`)
}

/** A count of tokens is no money: one that a provider made up beyond all bounds is cut, and stops nothing. */
export function capped(count: number): number {
  return Math.min(count, Number.MAX_SAFE_INTEGER)
}
