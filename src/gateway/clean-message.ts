/**
 * A provider's own words, made fit for a caller: without credentials, addresses or hosts, and short. Providers are
 * known to echo the key they were given.
 */
export function cleanMessage(message: string | null, secret: string | null): string | null {
  if (message === null) return null
  let text = message.slice(0, READ_CHARS_MAX)
  if (secret !== null && secret.length >= SECRET_CHARS_MIN) {
    text = text.replaceAll(secret, MASK).replaceAll(secret.slice(-SECRET_TAIL_CHARS), MASK)
  }
  for (const pattern of SECRETS) text = text.replaceAll(pattern, MASK)
  const flat = text.replaceAll(/\s+/g, ' ').trim()
  if (flat === '') return null
  return flat.length > SHOWN_CHARS_MAX ? `${flat.slice(0, SHOWN_CHARS_MAX)}…` : flat
}

const MASK = '[removed]'
const READ_CHARS_MAX = 4_000
const SHOWN_CHARS_MAX = 500
const SECRET_CHARS_MIN = 6
/** OpenAI shows a wrong key by its last characters. */
const SECRET_TAIL_CHARS = 6

/** Linear in the text: no nested repetition. */
const SECRETS = [
  /\b(?:sk|pk|rk|gsk|xai|key)[-_][\w*.-]{8,}/g,
  /\bBearer +[\w*.~+/=-]{8,}/gi,
  /\bAIza[\w-]{20,}/g,
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.?[\w-]*/g,
  /\b(?:org|proj|user|acct)[-_]\w{8,}/g,
  /\bhttps?:\/\/\S+/g,
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g,
]
