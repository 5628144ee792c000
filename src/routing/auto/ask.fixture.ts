import type { ChatRequest } from '../../core/request.ts'
import { chatRequest } from '../../core/request.fixture.ts'
import { priced } from '../target.fixture.ts'
import type { AutoCandidate, AutoSettings } from './choose.ts'

/** A request of one user turn. */
export function ask(text: string, fields: Partial<ChatRequest> = {}): ChatRequest {
  return chatRequest({ messages: [{ role: 'user', parts: [{ type: 'text', text }] }], ...fields })
}

/** A candidate at so many dollars per million tokens, read or written. */
export function candidate(
  slug: string,
  usd: number | null,
  fields: Partial<AutoCandidate> = {},
): AutoCandidate {
  return {
    slug,
    price: usd === null ? null : priced(usd * 1e9, usd * 1e9),
    contextTokens: 128_000,
    inputModalities: ['text'],
    tools: null,
    ...fields,
  }
}

export const SETTINGS: AutoSettings = { tier: 'balanced', strong: [], weak: [], classes: {} }
