import { createHash } from 'node:crypto'

/**
 * Names of tools and ids of calls as Anthropic allows them: letters, digits, `_` and `-`. What has to change is cut to
 * the allowed characters and told apart by a digest of the original, so the same word always changes the same way.
 */
export class ToolNames {
  /** Names on the wire to the caller's own, where they differ. */
  readonly changed = new Map<string, string>()

  name(name: string): string {
    const written = allowed(name, NAME_CHARACTERS_MAX)
    if (written !== name) this.changed.set(written, name)
    return written
  }
}

const NAME_CHARACTERS_MAX = 128
const ID_CHARACTERS_MAX = 256

/** A call and its result carry the same id, so the change needs no way back. */
export function callId(id: string): string {
  return allowed(id, ID_CHARACTERS_MAX)
}

function allowed(word: string, charactersMax: number): string {
  if (/^[a-zA-Z0-9_-]+$/.test(word) && word.length <= charactersMax) return word
  const digest = createHash('sha256').update(word).digest('hex').slice(0, 8)
  return `${word.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, charactersMax - 9)}_${digest}`
}
