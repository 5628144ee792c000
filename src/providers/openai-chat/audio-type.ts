/** OpenAI does not say what a spoken answer is encoded in: the request chose it. Its first bytes tell, in base64. */
const BEGINNINGS: readonly (readonly [string, string])[] = [
  ['UklGR', 'audio/wav'],
  ['SUQz', 'audio/mpeg'],
  ['//', 'audio/mpeg'],
  ['T2dnUw', 'audio/opus'],
  ['ZkxhQw', 'audio/flac'],
]

/** Streams are always 16-bit PCM, which begins like nothing else. */
export function audioType(base64: string): string {
  return BEGINNINGS.find(([beginning]) => base64.startsWith(beginning))?.[1] ?? 'audio/pcm'
}
