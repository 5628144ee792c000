import type { JsonObject, JsonValue } from '../../src/core/json.ts'
import { isJsonObject } from '../../src/core/json.ts'

/** Looks into JSON that nobody has checked. What is not of the kind asked for is as if absent. */

export function objectAt(object: JsonObject, key: string): JsonObject | null {
  const value = object[key]
  return isJsonObject(value) ? value : null
}

export function listAt(object: JsonObject, key: string): readonly JsonValue[] | null {
  const value = object[key]
  return Array.isArray(value) ? value : null
}

export function textAt(object: JsonObject, key: string): string | null {
  const value = object[key]
  return typeof value === 'string' ? value : null
}

export function numberAt(object: JsonObject, key: string): number | null {
  const value = object[key]
  return typeof value === 'number' ? value : null
}

/** JSON `null` means absent, as all three APIs take it. */
export function isGiven(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null
}

/** Strings of a list, or of one string alone. */
export function textsOf(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item !== '') : []
}

/** The bytes that base64 text stands for, counted without decoding it. */
export function base64Bytes(data: string): number {
  const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0
  return Math.floor((data.length * 3) / 4) - padding
}

/** Adds up what is billed as input while a request is read. */
export class TextCount {
  characters = 0

  add(text: string | null | undefined): void {
    if (text !== null && text !== undefined) this.characters += text.length
  }

  addJson(value: JsonValue | undefined): void {
    if (value !== undefined) this.characters += JSON.stringify(value).length
  }
}
