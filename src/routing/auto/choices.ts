import { KIND, kindOf } from './characters.ts'

/** Lines such as `A. Paris` and `(b) Rome`. */
export interface Choices {
  readonly count: number
  /** Those that begin with a number. */
  readonly numeric: number
  /** All of them together, without the letters in front. */
  readonly chars: number
}

export function choicesOf(text: string): Choices {
  let count = 0
  let numeric = 0
  let chars = 0
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    const content = choiceStart(text, start)
    if (content !== -1) {
      count++
      chars += end - content
      if (startsWithNumber(text, content)) numeric++
    }
    start = end + 1
  }
  return { count, numeric, chars }
}

/** Where the words of a choice begin, or -1 where the line is none. */
function choiceStart(text: string, start: number): number {
  const letter = text.charAt(start) === '(' ? start + 1 : start
  if (letter >= text.length || !CHOICE_LETTERS.includes(text.charAt(letter))) return -1
  const mark = text.charAt(letter + 1)
  return mark === '.' || mark === ')' ? letter + 2 : -1
}

const CHOICE_LETTERS = 'ABCDEFGHabcdefgh'

/** Signs, brackets and currencies may come first: `A. $12`, `B. (-3, 4)`. */
function startsWithNumber(text: string, start: number): boolean {
  let index = start
  while (index < start + 4 && index < text.length && ' -$€£('.includes(text.charAt(index))) index++
  return kindOf(text.charCodeAt(index)) === KIND.digit
}
