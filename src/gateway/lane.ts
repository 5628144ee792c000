import type { ChatEvent } from '../core/event.ts'
import type { Splitter } from '../core/framing.ts'
import type { DecodeContext, FailedReply } from '../core/provider.ts'
import type { Target } from '../routing/target.ts'
import { canonicalLane } from './canonical-lane.ts'
import type { Continuation } from './continuation.ts'
import { continuingLane } from './continuing-lane.ts'
import type { Asked, Exchange } from './exchange.ts'
import { nativeLane } from './native-lane.ts'
import type { ProofVault } from './proof-vault.ts'
import { encodeTarget } from './rewriting.ts'

/**
 * How a request and its answer pass between one caller and one target.
 *
 * Native: both speak the same format, so bytes pass untouched but for the edits that the provider names. Canonical:
 * everything is written anew from the canonical form. Both read the answer with the provider's decoder.
 */
export interface Lane {
  /** Below the base URL; absent for chat, where the provider says it. */
  readonly path?: string
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
  readonly dropped: readonly string[]
  readonly decode: DecodeContext
  /** Whether what comes under these headers is sent on as it comes. Absent: server-sent events are. */
  isStream?(headers: FailedReply['headers']): boolean
  /** Absent: by server-sent events. */
  createSplitter?(): Splitter
  /** Reads a whole answer that is none of a chat. Null where it is not what was asked for. */
  read?(bytes: Buffer): readonly ChatEvent[] | null
  /** The whole answer for the caller. `bytes` is what the provider sent. */
  whole(bytes: Buffer, events: readonly ChatEvent[]): Buffer
  /** The same where the provider's bytes are in the other of the two forms, and have to be written anew. */
  render(events: readonly ChatEvent[]): Buffer
  renderStream(events: readonly ChatEvent[]): Buffer
  /** A fresh pass for one streamed answer. */
  createPass(): Pass
}

/** One piece of a stream on its way through: what it means, and what the caller gets for it. */
export interface Passed {
  readonly events: readonly ChatEvent[]
  /** The same as the caller is told them, where that is not the same. */
  readonly shown?: readonly ChatEvent[]
  readonly output: Buffer | null
}

export interface Pass {
  /** One server-sent event, with its framing. */
  push(block: Buffer): Passed
  /** The provider's bytes have ended. */
  end(): Passed
}

/** What a lane needs beside the exchange: where ids come from, and the proofs of earlier turns. */
export interface LaneSources {
  readonly newId: DecodeContext['newId']
  readonly vault: ProofVault
  /** Set for an attempt that goes on with a broken answer. */
  readonly continuation: Continuation | null
}

export function openLane(exchange: Exchange, asked: Asked, target: Target, sources: LaneSources): Lane {
  const { continuation } = sources
  if (asked.operation !== undefined) return asked.operation.openLane(exchange, asked, target, sources)
  if (continuation !== null) return continuingLane(exchange, asked, target, sources, continuation)
  const { provider } = target
  const isNative =
    provider.wire === exchange.incoming.dialect.wire &&
    provider.takesNatively?.(asked.request, encodeTarget(target)) !== false
  return isNative
    ? nativeLane(exchange, asked, target, sources)
    : canonicalLane(exchange, asked, target, sources)
}
