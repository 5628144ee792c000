const LENGTH_MAX = 500

/** Addresses, keys, and the names OpenAI gives to whose they are. */
const PRIVATE: readonly (readonly [RegExp, string])[] = [
  [/\bhttps?:\/\/[^\s"'<>)]+/gi, '[address]'],
  [/\b(bearer\s+)\S+/gi, '$1[key]'],
  [/\b(sk|pk|gsk|xai|key|csk|nvapi|hf|AIza)[-_]?[\w*.-]{12,}/g, '[key]'],
  [/\b(org|proj|user|acct)[-_]\w{8,}/g, '[account]'],
]

/** A provider's message as a caller may see it: without what tells whose account or which host it came from. */
export function cleanMessage(message: string): string {
  const clean = PRIVATE.reduce((text, [pattern, stand]) => text.replace(pattern, stand), message)
  return clean.length <= LENGTH_MAX ? clean : `${clean.slice(0, LENGTH_MAX)}…`
}
