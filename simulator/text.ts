import type { Random } from '../src/core/ports.ts'

/**
 * Cuts text into the simulator's tokens: words, each with the white space before it. Joined, they are the text again.
 */
export function tokensOf(text: string): readonly string[] {
  return text.match(/\s*\S+|\s+$/gu) ?? []
}

/** Text that is not words, such as JSON, comes in pieces of at most 12 characters, never inside a surrogate pair. */
export function piecesOf(text: string): readonly string[] {
  return text.match(/.{1,12}/gsu) ?? []
}

/** Sentences of so many tokens. Some words are not ASCII, so that every test of text is a test of UTF-8. */
export function lorem(random: Random, count: number): readonly string[] {
  const tokens: string[] = []
  let left = 0
  for (let index = 0; index < count; index++) {
    const starts = left === 0
    if (starts) left = 4 + Math.floor(random() * 9)
    left--
    const word = WORDS[Math.floor(random() * WORDS.length)] ?? ''
    const cased = starts ? word.charAt(0).toUpperCase() + word.slice(1) : word
    tokens.push((index === 0 ? '' : ' ') + cased + (left === 0 || index === count - 1 ? '.' : ''))
  }
  return tokens
}

const WORDS = (
  'harbour chart compass rhumb line coast anchor tide current reef lantern pilot cargo hull mast sail rope knot ' +
  'north south east west wind rose star horizon island strait cape bay channel depth fathom sounding buoy beacon ' +
  'course heading bearing crew captain log voyage port quay ledger spice salt café Ålesund brisé 港 海図 océan'
).split(' ')
