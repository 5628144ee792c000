import type { Dialect } from '../core/dialect.ts'
import { anthropicMessages } from './anthropic-messages/index.ts'
import { gemini } from './gemini/index.ts'
import { openaiCompletions } from './openai-completions/index.ts'
import { openRouterChat } from './openrouter.ts'
import { openaiChat } from './openai-chat/index.ts'
import { openaiResponses } from './openai-responses/index.ts'

/** What callers may speak. */
export const DIALECTS = {
  openai: openaiChat,
  responses: openaiResponses,
  anthropic: anthropicMessages,
  gemini,
  completions: openaiCompletions,
  openRouter: openRouterChat,
} as const satisfies Record<string, Dialect>

export type Dialects = Readonly<Record<keyof typeof DIALECTS, Dialect>>
