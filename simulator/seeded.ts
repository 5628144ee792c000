import type { Random } from '../src/core/ports.ts'

/** Uniform in [0, 1); the same sequence for the same key. FNV-1a of the key feeds a Weyl sequence with a mixer. */
export function seededRandom(key: string): Random {
  let state = hash(key)
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** An id as providers make them: a prefix and so many letters and digits. */
export function seededId(random: Random, prefix: string, length: number): string {
  let id = prefix
  for (let place = 0; place < length; place++) id += LETTERS.charAt(Math.floor(random() * LETTERS.length))
  return id
}

function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return value
}
