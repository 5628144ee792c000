import { wrongField } from '../../core/error.ts'
import type { JsonValue } from '../../core/json.ts'

/**
 * A regular expression that may come from a caller, and so must not be able to stop the process. JavaScript matches by
 * trying, and what it tries can double with each character: this refuses all that can do so. What is left takes, at
 * worst, time in proportion to the third power of the text's length.
 *
 * Refused: references and looking around, a repeated group with a choice or another repetition in it, more than two
 * open repetitions (`*`, `+`, `{1,9}`), more than four with `?` among them. `{9}` leaves nothing to try, so it counts
 * only around a group.
 */
export function safePattern(source: JsonValue, param: string): RegExp {
  if (typeof source !== 'string' || source.length > SOURCE_CHARS_MAX)
    throw wrongField(param, `must be a pattern of at most ${SOURCE_CHARS_MAX} characters`)
  if (!isHarmless(source)) throw wrongField(param, 'repeats too much to be matched in bounded time')
  try {
    return new RegExp(source)
  } catch {
    throw wrongField(param, 'is not a regular expression')
  }
}

const SOURCE_CHARS_MAX = 256
const OPEN_MAX = 2
const REPETITIONS_MAX = 4

/** One piece of a pattern at a time: an escape, a class, the beginning of a group, a repetition, or anything else. */
const PIECES =
  /\\(?:[1-9k]|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|\(\?(?:[=!]|<[=!])|\((?:\?(?::|<[^>]*>))?|[*+?]\??|\{\d+(?:,\d*)?\}\??|[\s\S]/g

function isHarmless(source: string): boolean {
  const groups: { isVaried: boolean }[] = [{ isVaried: false }]
  let closed: { isVaried: boolean } | undefined
  let open = 0
  let repetitions = 0
  for (const [piece] of source.matchAll(PIECES)) {
    if (/^\\[1-9k]|^\(\?<?[=!]/.test(piece)) return false
    const isOpen = /^(?:[*+]|\{\d+,)/.test(piece)
    const isExact = /^\{\d+\}/.test(piece)
    const isOptional = piece.startsWith('?')
    if ((isOpen || isExact) && closed?.isVaried === true) return false
    if (isOpen) open++
    if (isOpen || isOptional) repetitions++
    const group = groups.at(-1)
    if ((isOpen || isExact || isOptional || piece === '|') && group !== undefined) group.isVaried = true
    if (piece.startsWith('(')) groups.push({ isVaried: false })
    closed = piece === ')' ? groups.pop() : undefined
    const outer = groups.at(-1)
    if (closed?.isVaried === true && outer !== undefined) outer.isVaried = true
  }
  return open <= OPEN_MAX && repetitions <= REPETITIONS_MAX
}
