import { type FSWatcher, watch } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface WatchOptions {
  /** The text in use now. A file that already differs from it is reported at once. */
  readonly current: string
  /** How long the file must have been left alone before it is read. */
  readonly debounceMs?: number
  /** How often to look without being told: network and mounted file systems send no events. */
  readonly pollMs?: number
}

/**
 * Calls `onChange` with the new text whenever what `file` holds has changed, until the returned function is called.
 *
 * It watches the folder, because editors and deployments replace a file rather than write to it, and a watch on the
 * old file would never hear of the new one. Events only say when to look; what counts is the text, so touching the
 * file, or writing it twice, changes nothing. A file that is gone is waited for.
 */
export function watchConfig(
  file: string,
  onChange: (text: string) => void,
  options: WatchOptions,
): () => void {
  const { current, debounceMs = 100, pollMs = 2_000 } = options
  const watched = new WatchedFile(file, current, debounceMs, onChange)
  const folder = watchFolder(dirname(file), () => watched.lookSoon())
  const poll = setInterval(() => watched.lookSoon(), pollMs).unref()
  watched.lookSoon()
  return () => {
    folder?.close()
    clearInterval(poll)
    watched.stop()
  }
}

class WatchedFile {
  readonly #file: string
  readonly #debounceMs: number
  readonly #onChange: (text: string) => void
  #text: string
  /** Of the file when it was last looked at, and when it was last read. */
  #seen = ''
  #read = ''
  #isLooking = false
  #isStopped = false

  constructor(file: string, text: string, debounceMs: number, onChange: (text: string) => void) {
    this.#file = file
    this.#text = text
    this.#debounceMs = debounceMs
    this.#onChange = onChange
  }

  /** However many events come meanwhile, one look is enough. */
  lookSoon(): void {
    if (this.#isLooking || this.#isStopped) return
    this.#isLooking = true
    setTimeout(() => void this.#look(), this.#debounceMs).unref()
  }

  stop(): void {
    this.#isStopped = true
  }

  async #look(): Promise<void> {
    const text = await this.#settledText()
    this.#isLooking = false
    if (this.#seen !== this.#read) this.lookSoon()
    if (this.#isStopped || text === null || text === this.#text) return
    this.#text = text
    this.#onChange(text)
  }

  /** Null where there is nothing new, or where the file is still being written: then `seen` is not yet `read`. */
  async #settledText(): Promise<string | null> {
    const before = this.#seen
    this.#seen = await signature(this.#file)
    if (this.#seen === this.#read || this.#seen !== before) return null
    const text = await readFile(this.#file, 'utf8').catch(() => null)
    const after = await signature(this.#file)
    if (after === this.#seen) this.#read = after
    else this.#seen = after
    return after === this.#read ? text : null
  }
}

/** Changes whenever the file is written or replaced. Empty where there is none. */
async function signature(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => null)
  return found === null ? '' : `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}:${found.ctimeNs}`
}

/** Null where the system cannot watch, for example because its watches are used up. Polling goes on without it. */
function watchFolder(folder: string, onEvent: () => void): FSWatcher | null {
  try {
    const watcher = watch(folder, { persistent: false }, onEvent)
    return watcher.on('error', () => watcher.close())
  } catch {
    return null
  }
}
