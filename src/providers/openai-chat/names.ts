import { hash } from 'node:crypto'
import { safeName } from '../../wire/safe-name.ts'

const RULE = { valid: /^[a-zA-Z0-9_-]{1,64}$/, refused: /[^a-zA-Z0-9_-]/g, lengthMax: 64 }
const ID_LENGTH_MAX = 40

/** A tool's name as OpenAI takes it. */
export function wireName(name: string): string {
  return safeName(name, RULE)
}

/** A call's id as OpenAI takes it: at most 40 characters. The same id always shortens to the same. */
export function wireId(id: string): string {
  return id.length <= ID_LENGTH_MAX ? id : `call_${hash('sha256', id).slice(0, 32)}`
}
