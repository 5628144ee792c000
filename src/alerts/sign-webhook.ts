import { createHmac } from 'node:crypto'

/**
 * The headers by which a receiver can tell that a message is ours, is whole, and is not an old one sent again:
 * HMAC-SHA256 over `id.timestamp.body`. A secret that begins with `whsec_` is base64, any other is its own bytes.
 *
 * https://www.standardwebhooks.com
 */
export function signWebhook(
  message: { readonly id: string; readonly timeMs: number; readonly body: string },
  secret: string | null,
): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(message.timeMs / 1_000))
  const headers = { 'webhook-id': message.id, 'webhook-timestamp': seconds }
  if (secret === null) return headers
  const { id, body } = message
  return { ...headers, 'webhook-signature': signatureOf({ id, seconds, body }, secret) }
}

/** With its version, as the header has it. */
export function signatureOf(
  { id, seconds, body }: { readonly id: string; readonly seconds: string; readonly body: string },
  secret: string,
): string {
  const signed = createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.${body}`)
  return `v1,${signed.digest('base64')}`
}

const BASE64_SECRET = 'whsec_'

function keyOf(secret: string): Buffer {
  return secret.startsWith(BASE64_SECRET)
    ? Buffer.from(secret.slice(BASE64_SECRET.length), 'base64')
    : Buffer.from(secret)
}
