import { timingSafeEqual } from 'node:crypto'
import { signatureOf } from './sign-webhook.ts'

/** What of a request says who has sent it. Absent: null. */
export interface SignedMessage {
  readonly id: string | null
  /** Seconds since 1970. */
  readonly timestamp: string | null
  /** One or several, with spaces between: senders sign with an old and a new secret for a while. */
  readonly signatures: string | null
  readonly body: string
}

/**
 * Why a message is not to be believed, or null: as `signWebhook` signs, and no further from now than five minutes.
 *
 * https://www.standardwebhooks.com
 */
export function refusalOfWebhook(message: SignedMessage, secret: string, nowMs: number): string | null {
  const { id, timestamp, signatures, body } = message
  if (id === null || timestamp === null || signatures === null)
    return 'webhook-id, webhook-timestamp and webhook-signature are required'
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) * 1_000 - nowMs) > TOLERANCE_MS)
    return 'webhook-timestamp is further than five minutes from now'
  const expected = Buffer.from(signatureOf({ id, seconds: timestamp, body }, secret))
  const isSigned = signatures
    .split(' ', SIGNATURES_MAX)
    .map((text) => Buffer.from(text))
    .some((one) => one.length === expected.length && timingSafeEqual(one, expected))
  return isSigned ? null : 'webhook-signature is of another secret, or another message'
}

const TOLERANCE_MS = 300_000
const SIGNATURES_MAX = 10
