import { GatewayError } from '../core/error.ts'
import type { Clock, Log } from '../core/ports.ts'
import type { ConfigRevision, RevisionSource, RevisionStore } from '../storage/store.ts'
import type { Config, ConfigProblem } from './config.ts'
import { readDocument } from './document.ts'
import type { Environment } from './interpolate.ts'
import { checkLive, fixedChanges, withFixed } from './live-check.ts'
import { formatProblems } from './problem.ts'
import { Turns } from './turns.ts'

/** A document as this process reads it: with its environment, its built-in providers and its flags. */
export type DocumentReading =
  | { readonly ok: true; readonly config: Config; readonly revision: string }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

/** Where the configuration comes from, and how another document is read. */
export interface ConfigOrigin {
  readonly source: 'file' | 'defaults'
  /** What the process was started with; empty for the defaults. */
  readonly document: string
  readonly env: Environment
  read(text: string): DocumentReading
}

export interface LiveConfigOptions {
  readonly origin: ConfigOrigin
  running(): { readonly config: Config; readonly revision: string }
  /** Makes everything ready for a configuration, or throws; what it returns swaps it in. */
  prepare(config: Config, revision: string): () => void
  readonly revisions: RevisionStore
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}

/**
 * The configuration in force, and every way to change it: read → check → prepare → store the revision → swap. What
 * fails on the way leaves the one before in force.
 *
 * Which document holds at the start: with a configuration file, the file; without one, the last that was put in force
 * through the API, and the defaults where there was none. While the gateway runs the last change holds, whoever made
 * it, so a document put through the API beside a file holds until the file changes or the gateway starts again.
 *
 * Documents are stored as they were written, `${NAME}` unexpanded. A secret that is written out in one is stored with
 * it, encrypted: see `secrets/`.
 */
export class LiveConfig {
  readonly #options: LiveConfigOptions
  readonly #turns = new Turns()
  #source: RevisionSource
  /** Of the newest revision. Each is later than the one before, whatever the clock does: their order is by time. */
  #stampMs = 0

  constructor(options: LiveConfigOptions) {
    this.#options = options
    this.#source = options.origin.source
  }

  /** Who put the present configuration in force. */
  get source(): RevisionSource {
    return this.#source
  }

  /** To be awaited before anything is served. Rejects where the document to begin with is not valid any more. */
  async begin(): Promise<void> {
    const { origin, running, revisions } = this.#options
    const { items } = await revisions.listRevisions({ limit: 1, cursor: null })
    this.#stampMs = items[0]?.createdAtMs ?? 0
    const last = origin.source === 'defaults' ? await this.#lastOfApi() : null
    if (last === null) {
      await this.#store(running().revision, origin.document, origin.source)
      return
    }
    const reading = origin.read(last.document)
    if (!reading.ok) {
      const problems = formatProblems(reading.problems, `revision ${last.revision}`)
      throw new Error(`${LAST_IS_INVALID}\n${problems}`)
    }
    this.#swap(reading.config, reading.revision, 'api')
  }

  /** Everything that keeps a document from being put in force; empty where nothing does. */
  check(text: string): readonly ConfigProblem[] {
    const checked = this.#checked(text)
    return checked.ok ? [] : checked.problems
  }

  /** Resolves with the revision. Rejects with `invalid_request` naming every problem. */
  put(text: string): Promise<string> {
    return this.#turns.take(() => this.#put(text, 'The configuration'))
  }

  /** Puts a stored document in force again. Rejects with `not_found`, or as `put` does. */
  rollBack(revision: string): Promise<string> {
    return this.#turns.take(async () => {
      const stored = await this.#options.revisions.getRevision(revision)
      if (stored === null)
        throw new GatewayError('not_found', `There is no revision ${revision.slice(0, 100)}.`)
      return await this.#put(stored.document, `Revision ${revision}`)
    })
  }

  /** The file was changed, or is to be read again. Never rejects: a file that is not valid is logged, and left. */
  fileChanged(text: string, file: string): Promise<void> {
    return this.#turns.take(async () => {
      const { origin, running, log } = this.#options
      const reading = origin.read(text)
      if (!reading.ok) {
        const problems = formatProblems(reading.problems, file)
        log.error('The changed configuration is not valid; the one before stays in force.', { problems })
        return
      }
      const fields = fixedChanges(reading.config, running().config)
      if (fields.length > 0) log.warn('Some changes wait for the next start of the gateway.', { fields })
      const { revision } = reading
      this.#swap(reading.config, revision, 'file')
      log.info('The configuration was changed.', { revision })
      await this.#store(revision, text, 'file').catch((error: unknown) =>
        log.warn('The revision in force could not be stored.', { revision, error }),
      )
    })
  }

  /**
   * Another gateway on the same store may have put a document in force through its API: then it holds here too, unless
   * something was put in force here after it. Never rejects: what does not hold here is logged, and left.
   */
  follow(): Promise<void> {
    return this.#turns.take(async () => {
      const { origin, running, log } = this.#options
      try {
        const last = await this.#lastOfApi()
        if (last === null || last.createdAtMs <= this.#stampMs) return
        this.#stampMs = last.createdAtMs
        if (last.revision === running().revision) return
        const reading = origin.read(last.document)
        if (!reading.ok) {
          const problems = formatProblems(reading.problems, `revision ${last.revision}`)
          log.error('The configuration that another gateway was given is not valid here.', { problems })
          return
        }
        this.#swap(reading.config, reading.revision, 'api')
        log.info('The configuration was changed through another gateway.', { revision: reading.revision })
      } catch (error) {
        log.warn('What other gateways were given could not be looked up.', { error })
      }
    })
  }

  async #put(text: string, name: string): Promise<string> {
    const checked = this.#checked(text)
    if (!checked.ok) throw refused(checked.problems, name)
    const { config, revision } = checked
    const swap = this.#options.prepare(withFixed(config, this.#options.running().config), revision)
    await this.#store(revision, text, 'api')
    swap()
    this.#source = 'api'
    this.#options.log.info('The configuration was changed through the API.', { revision })
    return revision
  }

  #checked(text: string): DocumentReading {
    const { origin, running } = this.#options
    const reading = origin.read(text)
    if (!reading.ok) return reading
    const { document } = readDocument(text, origin.env)
    const findings = checkLive(document?.value ?? null, reading.config, running().config)
    const problems = findings.flatMap((finding) => document?.problemAt(finding) ?? [])
    return problems.length === 0 ? reading : { ok: false, problems }
  }

  #swap(config: Config, revision: string, source: RevisionSource): void {
    const { prepare, running } = this.#options
    prepare(withFixed(config, running().config), revision)()
    this.#source = source
  }

  async #store(revision: string, document: string, source: RevisionSource): Promise<void> {
    const { revisions, clock } = this.#options
    // Of any gateway, whose clock may be ahead of this one.
    const newest = (await revisions.listRevisions({ limit: 1, cursor: null })).items[0]
    this.#stampMs = Math.max(clock.now(), this.#stampMs + 1, (newest?.createdAtMs ?? 0) + 1)
    await revisions.addRevision({ revision, document, source, createdAtMs: this.#stampMs })
  }

  async #lastOfApi(): Promise<ConfigRevision | null> {
    let cursor: string | null = null
    do {
      const page = await this.#options.revisions.listRevisions({ limit: REVISIONS_A_PAGE, cursor })
      const found = page.items.find(({ source }) => source === 'api')
      if (found !== undefined) return found
      cursor = page.nextCursor
    } while (cursor !== null)
    return null
  }
}

const LAST_IS_INVALID =
  'The configuration last put through the API is not valid here; start with --config to use a file instead.'
const REVISIONS_A_PAGE = 100
const PROBLEMS_SHOWN_MAX = 20

function refused(problems: readonly ConfigProblem[], name: string): GatewayError {
  const shown = formatProblems(problems.slice(0, PROBLEMS_SHOWN_MAX), 'document')
  const [first] = problems
  const details = first === undefined || first.path === '' ? {} : { param: first.path }
  return new GatewayError('invalid_request', `${name} is not valid:\n${shown}`, details)
}
