import { type KeyObject, randomBytes } from 'node:crypto'
import type { JsonObject } from '../core/json.ts'
import type { Clock } from '../core/ports.ts'
import type { AuditCheckpoint, AuditDraft, AuditEvent } from './audit-event.ts'
import type { ChainHead } from './chain.ts'
import { signCheckpoint } from './checkpoint.ts'
import { withoutSecrets } from './without-secrets.ts'

/** Where the chain is kept. */
export interface AuditSink {
  /** Links it to the chain; resolves with the link when it is durable. */
  appendAudit(draft: AuditDraft): Promise<AuditEvent>
  /** Null: there is nothing yet. */
  auditHead(): Promise<ChainHead | null>
  addCheckpoint(checkpoint: AuditCheckpoint): Promise<void>
}

/** What is to be written down. */
export interface Deed extends Pick<AuditDraft, 'actor' | 'action' | 'subject' | 'organizationId'> {
  readonly details: JsonObject
}

/** Writes down what is done, and signs the chain every so often. */
export class AuditLog {
  readonly #sink: AuditSink
  readonly #key: KeyObject
  readonly #clock: Clock

  constructor(sink: AuditSink, key: KeyObject, clock: Clock) {
    this.#sink = sink
    this.#key = key
    this.#clock = clock
  }

  /** Resolves when it is durable. Rejects as the store does. */
  async write({ details, ...deed }: Deed): Promise<void> {
    // The salt keeps a digest from telling, after an erasure, what the details were.
    const salt = randomBytes(SALT_BYTES).toString('base64url')
    const text = JSON.stringify(withoutSecrets(details))
    const kept = text.length <= DETAILS_CHARS_MAX ? text : JSON.stringify({ chars: text.length })
    const body = `{"salt":"${salt}","details":${kept}}`
    const event = await this.#sink.appendAudit({ ...deed, body, timeMs: this.#clock.now() })
    if (event.seq % SIGNED_EVERY === 0) await this.#sign(event)
  }

  /** Signs the chain as it is now. Null: there is nothing to sign. */
  async checkpoint(): Promise<AuditCheckpoint | null> {
    const head = await this.#sink.auditHead()
    return head === null ? null : await this.#sign(head)
  }

  async #sign(head: ChainHead): Promise<AuditCheckpoint> {
    const checkpoint = signCheckpoint(head, this.#clock.now(), this.#key)
    await this.#sink.addCheckpoint(checkpoint)
    return checkpoint
  }
}

const SALT_BYTES = 16
const DETAILS_CHARS_MAX = 16_384
export const SIGNED_EVERY = 100
