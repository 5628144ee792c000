import pg from 'pg'
import { type OnChange, readChange } from './changes.ts'
import { connectionOptions } from './postgres-pool.ts'

const RECONNECT_MIN_MS = 250
const RECONNECT_MAX_MS = 5_000
/** A connection on which nobody speaks is asked this often whether it is still one. */
const ASK_MS = 10_000
const ANSWER_TIMEOUT_MS = 5_000

/**
 * Hears what other processes change, by LISTEN on a connection of its own. When it was lost and is there again, `all`
 * is said, since nobody kept what was said meanwhile.
 */
export class PostgresListener {
  readonly #url: string
  readonly #onChange: OnChange
  #client: pg.Client | null = null
  #timer: NodeJS.Timeout | null = null
  #delayMs = RECONNECT_MIN_MS
  #isClosed = false

  constructor(url: string, onChange: OnChange) {
    this.#url = url
    this.#onChange = onChange
  }

  /** Resolves when it hears. Rejects where that fails the first time; later it tries again by itself. */
  async start(): Promise<void> {
    const client = new pg.Client({ ...connectionOptions(this.#url), query_timeout: ANSWER_TIMEOUT_MS })
    this.#client = client
    client.on('error', () => this.#lost(client))
    client.on('end', () => this.#lost(client))
    client.on('notification', ({ payload = '' }) => {
      const change = readChange(payload)
      if (change !== null) this.#onChange(change)
    })
    await client.connect()
    await client.query('LISTEN portolan_changes')
    this.#delayMs = RECONNECT_MIN_MS
    this.#askLater(client)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#client?.end().catch(() => {}) // It is gone either way.
  }

  #askLater(client: pg.Client): void {
    this.#timer = setTimeout(() => {
      client.query('SELECT 1').then(
        () => this.#askLater(client),
        () => this.#lost(client),
      )
    }, ASK_MS)
  }

  #lost(client: pg.Client): void {
    if (this.#isClosed || this.#client !== client) return
    this.#client = null
    client.end().catch(() => {}) // It is gone either way.
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#startAgain(), this.#delayMs)
    this.#delayMs = Math.min(2 * this.#delayMs, RECONNECT_MAX_MS)
  }

  async #startAgain(): Promise<void> {
    try {
      await this.start()
      this.#onChange({ kind: 'all' })
    } catch {
      if (this.#client !== null) this.#lost(this.#client)
    }
  }
}
