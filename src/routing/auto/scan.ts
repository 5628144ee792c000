import { type CharacterKind, folded, KIND, kindOf } from './characters.ts'
import { type Choices, choicesOf } from './choices.ts'
import { cutText } from './prompt-text.ts'
import { EMPTY_WORD, hashed, WordSet } from './words.ts'

/** All that is read of a prompt, in one pass. */
export interface Scan {
  /** At most `TEXT_CHARS_MAX`. */
  readonly text: string
  readonly words: WordSet
  readonly digits: number
  /** Runs of digits. */
  readonly numbers: number
  readonly capitals: number
  /** Words that begin with a capital and go on in small letters. */
  readonly names: number
  readonly maths: number
  readonly code: number
  readonly commas: number
  readonly quotes: number
  readonly sentences: number
  readonly questions: number
  readonly lines: number
  readonly beyondAscii: number
  /** Underscores after an underscore: a gap to be filled. */
  readonly gaps: number
  readonly choices: Choices
}

/** Cuts the text first, so the time has a bound, whatever comes in. */
export function scanText(uncut: string): Scan {
  const text = cutText(uncut)
  const words = new WordSet(text.length)
  const counts = new Uint32Array(KINDS)
  let numbers = 0
  let names = 0
  let beyondAscii = 0
  let gaps = 0
  let before: CharacterKind = KIND.other
  let hash = EMPTY_WORD
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    const kind = kindOf(unit)
    if (unit > 127) beyondAscii++
    if (kind === KIND.letter) {
      // Most of most texts, so it comes first and is not counted.
      if (before === KIND.capital) names++
      hash = hashed(hash, folded(unit))
    } else {
      counts[kind] = (counts[kind] ?? 0) + 1
      if (kind === KIND.capital || kind === KIND.digit) {
        if (kind === KIND.digit && before !== KIND.digit) numbers++
        hash = hashed(hash, folded(unit))
      } else {
        if (hash !== EMPTY_WORD) words.add(hash)
        hash = EMPTY_WORD
        if (kind === KIND.ideograph) words.add(hashed(EMPTY_WORD, unit))
        else if (unit === UNDERSCORE && text.charCodeAt(index - 1) === UNDERSCORE) gaps++
      }
    }
    before = kind
  }
  if (hash !== EMPTY_WORD) words.add(hash)

  return { text, words, ...namedCounts(counts), numbers, names, beyondAscii, gaps, choices: choicesOf(text) }
}

function namedCounts(counts: Uint32Array) {
  const of = (kind: CharacterKind) => counts[kind] ?? 0
  return {
    digits: of(KIND.digit),
    capitals: of(KIND.capital),
    maths: of(KIND.maths),
    code: of(KIND.code),
    commas: of(KIND.comma),
    quotes: of(KIND.quote),
    sentences: of(KIND.stop) + of(KIND.question),
    questions: of(KIND.question),
    lines: of(KIND.line),
  }
}

const KINDS = Object.keys(KIND).length
const UNDERSCORE = '_'.charCodeAt(0)
