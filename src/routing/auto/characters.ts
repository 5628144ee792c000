/** What a UTF-16 unit is to the features. Surrogates are letters: rare scripts and emoji are words like others. */
export type CharacterKind = (typeof KIND)[keyof typeof KIND]

export const KIND = {
  other: 0,
  letter: 1,
  capital: 2,
  digit: 3,
  maths: 4,
  code: 5,
  comma: 6,
  quote: 7,
  stop: 8,
  question: 9,
  line: 10,
  /** A character of a script that is written without spaces; a word of its own. */
  ideograph: 11,
} as const

export function kindOf(unit: number): CharacterKind {
  // The table holds nothing but kinds, and has every unit below 128.
  return unit < 128 ? (ASCII[unit] as CharacterKind) : kindBeyondAscii(unit)
}

/** The small letter, in Latin, Greek and Cyrillic, whose alphabets are laid out so that one distance serves all. */
export function folded(unit: number): number {
  if (unit < 128) return unit >= 65 && unit <= 90 ? unit + 32 : unit
  const isCapital =
    (unit >= 0xc0 && unit <= 0xde) || (unit >= 0x391 && unit <= 0x3a9) || (unit >= 0x410 && unit <= 0x42f)
  return isCapital ? unit + 32 : unit
}

const ASCII = asciiKinds()

function asciiKinds(): Uint8Array {
  const kinds = new Uint8Array(128)
  const fill = (characters: string, kind: CharacterKind) => {
    for (const character of characters) kinds[character.charCodeAt(0)] = kind
  }
  fill('abcdefghijklmnopqrstuvwxyz', KIND.letter)
  fill('ABCDEFGHIJKLMNOPQRSTUVWXYZ', KIND.capital)
  fill('0123456789', KIND.digit)
  fill('=+*/^<>%|\\', KIND.maths)
  fill('{}()[]`_;', KIND.code)
  fill(',', KIND.comma)
  fill('"', KIND.quote)
  fill('.!', KIND.stop)
  fill('?', KIND.question)
  fill('\n', KIND.line)
  return kinds
}

function kindBeyondAscii(unit: number): CharacterKind {
  if (unit === 0xb1 || unit === 0xd7 || unit === 0xf7) return KIND.maths // ± × ÷
  if (unit < 0x2000) return unit < 0xc0 ? KIND.other : KIND.letter
  if (unit >= 0x2200 && unit <= 0x22ff) return KIND.maths // The block of mathematical operators.
  if (unit === 0x201c || unit === 0x201d) return KIND.quote
  if (unit < 0x2c00) return KIND.other // Punctuation, currencies, arrows, symbols.
  if (unit === 0x3002 || unit === 0xff01) return KIND.stop // 。！
  if (unit === 0xff1f) return KIND.question // ？
  if (unit === 0x3001 || unit === 0xff0c) return KIND.comma // 、，
  if (unit >= 0x3000 && unit <= 0x303f) return KIND.other
  if (unit >= 0x3040 && unit <= 0x9fff) return KIND.ideograph
  return KIND.letter
}
