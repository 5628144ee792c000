import type { JsonValue } from '../core/json.ts'

/** A vector as providers send it: numbers, or the base64 of 32-bit floats. Null for anything else. */
export function readVector(value: JsonValue | undefined): readonly number[] | string | null {
  if (typeof value === 'string') return value
  if (!Array.isArray(value) || value.length === 0) return null
  return value.every((number) => typeof number === 'number') ? value : null
}

/** 32-bit floats, little-endian: a third of the bytes that the same numbers take as text. */
export function vectorToBase64(numbers: readonly number[]): string {
  const bytes = Buffer.allocUnsafe(numbers.length * FLOAT_BYTES)
  for (const [place, number] of numbers.entries()) bytes.writeFloatLE(number, place * FLOAT_BYTES)
  return bytes.toString('base64')
}

export function vectorFromBase64(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64')
  return Array.from({ length: Math.floor(bytes.length / FLOAT_BYTES) }, (_, place) =>
    bytes.readFloatLE(place * FLOAT_BYTES),
  )
}

const FLOAT_BYTES = 4
