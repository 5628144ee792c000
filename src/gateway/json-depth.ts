/** No body in earnest comes near it. */
const DEPTH_MAX = 512
/** A shorter body cannot nest deeply enough to do harm. */
const SHALLOW_BYTES = 2_048

const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * Whether the lists and objects of a JSON text lie too deep in each other. Millions of brackets take the parser seconds
 * that nobody else is served in, and whatever walks the value afterwards all of its stack. Strings, which are most of a
 * large body, are skipped and not read.
 */
export function isTooDeep(bytes: Buffer): boolean {
  if (bytes.length < SHALLOW_BYTES) return false
  let depth = 0
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case QUOTE:
        at = closingQuote(bytes, at)
        if (at === -1) return false
        break
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > DEPTH_MAX) return true
        break
      case 0x5d: // ]
      case 0x7d: // }
        depth--
        break
      default:
        break
    }
  }
  return false
}

/** -1 where the string does not end; the parser will say so. */
function closingQuote(bytes: Buffer, openAt: number): number {
  let at = bytes.indexOf(QUOTE, openAt + 1)
  while (at !== -1 && isEscaped(bytes, at, openAt)) at = bytes.indexOf(QUOTE, at + 1)
  return at
}

function isEscaped(bytes: Buffer, at: number, openAt: number): boolean {
  let backslashes = 0
  while (at - 1 - backslashes > openAt && bytes[at - 1 - backslashes] === BACKSLASH) backslashes++
  return backslashes % 2 === 1
}
