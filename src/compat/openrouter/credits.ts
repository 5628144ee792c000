import { keyUsage } from './key-usage.ts'
import type { Answerer } from './parts.ts'

/**
 * `GET /credits`: what the key that asks has spent, and what it could spend in all. Clients show the difference. Null
 * where no budget in money limits it.
 */
export const credits: Answerer = async ({ caller: { keyId, key } }, parts) => {
  const { spent, tightest } = await keyUsage(keyId, key, parts)
  const usage = spent('lifetime')
  return { data: { total_credits: tightest === null ? null : usage + tightest.left, total_usage: usage } }
}
