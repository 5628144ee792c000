import type { FailureKind } from '../../simulator/failure.ts'
import type { Chance } from './chance.ts'

/** How one call to a provider goes. Times in milliseconds; frames are events of a stream. */
export type Fate =
  /** The client will not even send it. */
  | { readonly type: 'unsendable' }
  | { readonly type: 'refused' | 'reset'; readonly afterMs: number }
  | { readonly type: 'unconnected' }
  /** `hasHead`: it sends a head, and then nothing any more. */
  | { readonly type: 'silent'; readonly hasHead: boolean }
  | {
      readonly type: 'failed'
      readonly failure: RandomFailure
      readonly afterMs: number
      readonly isCut: boolean
    }
  /** Bytes of status 200 that are no answer. */
  | { readonly type: 'nonsense'; readonly bytes: string; readonly afterMs: number }
  | { readonly type: 'answered'; readonly delivery: Delivery }

export interface RandomFailure {
  readonly kind: FailureKind
  readonly status?: number
  readonly retryAfterSeconds?: number
}

/** How an answer arrives, and what happens to it on its way. */
export interface Delivery {
  readonly headMs: number
  readonly firstMs: number
  readonly paceMs: number
  /** So many frames in one piece; 0: pieces that are cut anywhere. */
  readonly framesAtOnce: number
  /** A whole answer to who asked for a stream, and the other way round. */
  readonly isOtherForm: boolean
  readonly mishap: Mishap | null
}

/** Strikes after so many frames; an answer that comes whole has one. */
export interface Mishap {
  readonly type: 'cut' | 'stall' | 'end' | 'malformed' | 'error' | 'no-terminator'
  readonly afterFrames: number
}

/** @param trouble How often something goes wrong, from 0 to 1. */
export function randomFate(trouble: number, chance: Chance): Fate {
  const afterMs = chance.skewed(0, 600)
  const type = chance.happens(trouble)
    ? chance.weighed({
        unsendable: 2,
        refused: 8,
        reset: 8,
        unconnected: 4,
        silent: 8,
        failed: 30,
        nonsense: 6,
        answered: 34,
      })
    : 'well'
  switch (type) {
    case 'well':
      return { type: 'answered', delivery: randomDelivery(null, chance) }
    case 'answered':
      return { type: 'answered', delivery: randomDelivery(randomMishap(chance), chance) }
    case 'unsendable':
    case 'unconnected':
      return { type }
    case 'refused':
    case 'reset':
      return { type, afterMs }
    case 'silent':
      return { type, hasHead: chance.happens(0.5) }
    case 'failed':
      return { type, failure: randomFailure(chance), afterMs, isCut: chance.happens(0.1) }
    case 'nonsense':
      return {
        type,
        bytes: chance.pick(['', '<html>', '[]', '{}', 'data: {\n\n', '{"error":{"message":"no"}}']),
        afterMs,
      }
  }
}

function randomFailure(chance: Chance): RandomFailure {
  const kind = chance.weighed({
    scripted: 70,
    'rate-limited': 15,
    'context-length': 6,
    'content-filter': 6,
    invalid: 3,
  })
  const mayReturn = kind === 'scripted' || kind === 'rate-limited'
  return {
    kind,
    ...(kind === 'scripted' ? { status: chance.pick(STATUSES) } : {}),
    ...(mayReturn && chance.happens(0.3) ? { retryAfterSeconds: chance.pick([0, 1, 2, 5, 30]) } : {}),
  }
}

const STATUSES = [302, 400, 401, 404, 408, 413, 429, 500, 500, 502, 503, 503, 504, 529] as const

function randomDelivery(mishap: Mishap | null, chance: Chance): Delivery {
  const isSlow = chance.happens(0.1)
  return {
    headMs: chance.skewed(0, 300),
    firstMs: isSlow ? chance.integer(500, 5_000) : chance.skewed(0, 300),
    paceMs: isSlow ? chance.integer(50, 1_500) : chance.pick([0, 0, 1, 20]),
    framesAtOnce: chance.pick([1, 1, 3, 10, 0]),
    isOtherForm: chance.happens(0.03),
    mishap,
  }
}

function randomMishap(chance: Chance): Mishap {
  return {
    type: chance.pick(['cut', 'stall', 'end', 'malformed', 'error', 'no-terminator']),
    afterFrames: chance.skewed(0, 20),
  }
}
