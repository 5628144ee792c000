import type { AuditCheckpoint, AuditEvent } from './audit-event.ts'
import { type ChainHead, digestOf, EMPTY_CHAIN, linkHash } from './chain.ts'
import { isSigned } from './checkpoint.ts'

/** What is wrong with a chain, where it first is. */
export interface AuditFault {
  readonly seq: number
  readonly reason: AuditFaultReason
}

/**
 * `missing`: there is no such event, though there is one after it, or a checkpoint of it. `repeated`: its number comes
 * a second time, or too late. `body-changed` and `event-changed`: it is not what was written. `checkpoint-forged`: the
 * signature is not of this checkpoint. `rewritten`: the chain is whole and not the one that was signed.
 */
export type AuditFaultReason =
  | 'missing'
  | 'repeated'
  | 'body-changed'
  | 'event-changed'
  | 'checkpoint-forged'
  | 'rewritten'

/** Goes over a chain from its first event to its last, and stops at the first fault. */
export class ChainVerifier {
  readonly #checkpoints: ReadonlyMap<number, AuditCheckpoint>
  readonly #lastSigned: number
  #head = EMPTY_CHAIN
  #fault: AuditFault | null = null

  /** A checkpoint by another key than `publicKey`, where one is given, counts as forged. */
  constructor(checkpoints: readonly AuditCheckpoint[], publicKey: string | null = null) {
    this.#checkpoints = new Map(checkpoints.map((checkpoint) => [checkpoint.seq, checkpoint]))
    this.#lastSigned = checkpoints.reduce((last, { seq }) => Math.max(last, seq), 0)
    const forged = checkpoints
      .filter((each) => !isSigned(each) || (publicKey !== null && each.publicKey !== publicKey))
      .sort((one, other) => one.seq - other.seq)
    if (forged[0] !== undefined) this.#fault = { seq: forged[0].seq, reason: 'checkpoint-forged' }
  }

  /** False: there is a fault, and the rest need not be read. */
  check(event: AuditEvent): boolean {
    if (this.#fault !== null && this.#fault.seq <= event.seq) return false
    const reason = this.#reason(event)
    if (reason === null) {
      this.#head = { seq: event.seq, hash: event.hash }
      return true
    }
    this.#fault = { seq: reason === 'missing' ? this.#head.seq + 1 : event.seq, reason }
    return false
  }

  /** To be asked when all events were checked, or one was not good. */
  get result(): { readonly head: ChainHead; readonly fault: AuditFault | null } {
    const isCut = this.#fault === null && this.#head.seq < this.#lastSigned
    return {
      head: this.#head,
      fault: isCut ? { seq: this.#head.seq + 1, reason: 'missing' } : this.#fault,
    }
  }

  #reason(event: AuditEvent): AuditFaultReason | null {
    const { seq, body, digest, hash } = event
    if (seq <= this.#head.seq) return 'repeated'
    if (seq > this.#head.seq + 1) return 'missing'
    if (body !== null && digestOf(body) !== digest) return 'body-changed'
    if (linkHash(event, this.#head.hash) !== hash) return 'event-changed'
    const checkpoint = this.#checkpoints.get(seq)
    return checkpoint === undefined || checkpoint.hash === hash ? null : 'rewritten'
  }
}
