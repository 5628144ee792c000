import type { Budget } from '../../core/budget.ts'
import { keyUsage } from './key-usage.ts'
import type { Answerer } from './parts.ts'

/** `GET /key`: the key that asks. https://openrouter.ai/docs/api/api-reference/api-keys/get-current-key */
export const currentKey: Answerer = async ({ caller: { keyId, key } }, parts) => {
  const { spent, tightest } = await keyUsage(keyId, key, parts)
  const isManagement = key === null || key.role === 'admin'
  return {
    data: {
      label: key === null ? 'master key' : `…${key.hint}`,
      name: key?.name ?? 'master key',
      limit: tightest?.limit ?? null,
      limit_remaining: tightest?.left ?? null,
      limit_reset: tightest === null ? null : resetOf(tightest.window),
      include_byok_in_limit: false,
      usage: spent('lifetime'),
      usage_daily: spent('day'),
      usage_weekly: spent('week'),
      usage_monthly: spent('month'),
      // All is asked with the operator's own keys, and charged as usage.
      byok_usage: 0,
      byok_usage_daily: 0,
      byok_usage_weekly: 0,
      byok_usage_monthly: 0,
      is_free_tier: false,
      is_management_key: isManagement,
      is_provisioning_key: isManagement,
      expires_at: key === null || key.expiresAtMs === null ? null : new Date(key.expiresAtMs).toISOString(),
      creator_user_id: null,
      rate_limit: { requests: key?.limits.rpm ?? -1, interval: '1m', note: 'Deprecated by OpenRouter.' },
    },
  }
}

/** OpenRouter has no word for days that roll. */
function resetOf(window: Budget['window']): 'daily' | 'weekly' | 'monthly' | null {
  return window === 'day' ? 'daily' : window === 'week' ? 'weekly' : window === 'month' ? 'monthly' : null
}
