import { safeName } from '../../wire/safe-name.ts'

/** Names of tools as Anthropic allows them: letters, digits, `_` and `-`. */
export class ToolNames {
  /** Names on the wire to the caller's own, where they differ. */
  readonly changed = new Map<string, string>()

  name(name: string): string {
    const written = safeName(name, NAMES)
    if (written !== name) this.changed.set(written, name)
    return written
  }
}

/** A call and its result carry the same id, so the change needs no way back. */
export function callId(id: string): string {
  return safeName(id, IDS)
}

const NAMES = { valid: /^[a-zA-Z0-9_-]{1,128}$/, refused: /[^a-zA-Z0-9_-]/g, lengthMax: 128 }
const IDS = { valid: /^[a-zA-Z0-9_-]{1,256}$/, refused: /[^a-zA-Z0-9_-]/g, lengthMax: 256 }
