import { type Scan, scanText } from './scan.ts'

/** What the model sees of a prompt: which words occur, and what its form is like. */
export interface Features {
  /** Of `WordSet`. */
  readonly buckets: Uint16Array
  /** In the order of `MARKS`, not yet scaled. */
  readonly marks: readonly number[]
}

export function featuresOf(scan: Scan): Features {
  const buckets = scan.words.buckets()
  const form: Form = {
    scan,
    chars: Math.max(1, scan.text.length),
    words: Math.max(1, scan.words.count),
    distinct: buckets.length,
  }
  return { buckets, marks: MARKS.map(({ of }) => of(form)) }
}

export function textFeatures(text: string): Features {
  return featuresOf(scanText(text))
}

interface Form {
  readonly scan: Scan
  /** At least 1, as are words, so that shares exist. */
  readonly chars: number
  readonly words: number
  readonly distinct: number
}

interface Mark {
  readonly name: string
  readonly of: (form: Form) => number
}

/**
 * Signs of form and difficulty that hold in any language. The data file has a weight for each, by name; a change here
 * asks for a new training.
 */
export const MARKS: readonly Mark[] = [
  { name: 'length', of: ({ chars }) => Math.log(chars) },
  { name: 'length-to-two-thousand', of: ({ chars }) => Math.min(chars, 2_000) },
  { name: 'digits', of: ({ scan, chars }) => scan.digits / chars },
  { name: 'numbers', of: ({ scan }) => Math.log1p(scan.numbers) },
  { name: 'capitals', of: ({ scan, chars }) => scan.capitals / chars },
  { name: 'names', of: ({ scan, words }) => scan.names / words },
  { name: 'maths', of: ({ scan, chars }) => scan.maths / chars },
  { name: 'code', of: ({ scan, chars }) => scan.code / chars },
  { name: 'beyond-ascii', of: ({ scan, chars }) => scan.beyondAscii / chars },
  { name: 'lines', of: ({ scan }) => Math.min(scan.lines, 10) },
  { name: 'question', of: ({ scan }) => Math.min(scan.questions, 1) },
  { name: 'gap', of: ({ scan }) => Math.min(scan.gaps, 1) },
  { name: 'word-length', of: ({ chars, words }) => chars / words },
  { name: 'word-variety', of: ({ distinct, words }) => distinct / words },
  { name: 'sentences', of: ({ scan }) => Math.log1p(scan.sentences) },
  { name: 'sentence-length', of: ({ scan, words }) => Math.log1p(words / (1 + scan.sentences)) },
  { name: 'commas', of: ({ scan, words }) => scan.commas / words },
  { name: 'quotes', of: ({ scan, words }) => scan.quotes / words },
  { name: 'choices', of: ({ scan }) => Math.min(scan.choices.count, 1) },
  { name: 'choice-length', of: ({ scan }) => Math.log1p(scan.choices.chars) },
  { name: 'numeric-choices', of: ({ scan }) => scan.choices.numeric / Math.max(1, scan.choices.count) },
]
