/**
 * Counts tokens of text without a tokenizer, piece by piece, so that a stream can be counted as it passes. Each
 * UTF-16 unit weighs a fixed share of a token by the script it belongs to. It errs high on purpose: the shares are
 * those of today's less thrifty tokenizers.
 */
export class TextEstimate {
  #hundredths = 0

  add(text: string): void {
    let sum = 0
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      sum += unit < 128 ? (ASCII_WEIGHTS[unit] as number) : weightBeyondAscii(unit) // The table has 128 entries.
    }
    this.#hundredths += sum
  }

  get tokens(): number {
    return Math.ceil(this.#hundredths / 100)
  }
}

export function estimateTextTokens(text: string): number {
  const estimate = new TextEstimate()
  estimate.add(text)
  return estimate.tokens
}

/** Hundredths of a token. Words run to about four letters a token; digits and signs stand more alone. */
const LETTER = 28
const SPACE = 15
const DIGIT = 60
const SIGN = 90

const ASCII_WEIGHTS = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit)
  if (/[A-Za-z]/.test(character)) return LETTER
  if (/[0-9]/.test(character)) return DIGIT
  return character === ' ' ? SPACE : SIGN
})

function weightBeyondAscii(unit: number): number {
  if (unit < 0x0370) return 110 // Accented Latin: rare in a vocabulary, so the word around it breaks.
  if (unit < 0x0400) return 100 // Greek.
  if (unit < 0x0530) return 60 // Cyrillic.
  if (unit < 0x0900) return 100 // Armenian, Hebrew, Arabic.
  if (unit < 0x2000) return 160 // Indic, Thai, Georgian, Ethiopic and others: often a token for each byte or two.
  if (unit < 0x2e80) return 200 // Punctuation, arrows, mathematics, box drawing.
  if (unit >= 0xd800 && unit < 0xe000) return 150 // Half of an emoji, which is up to three tokens.
  return 130 // Chinese, Japanese, Korean: one to two a character.
}
