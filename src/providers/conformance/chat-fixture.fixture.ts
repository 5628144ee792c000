import type { FinishReason } from '../../core/event.ts'
import type { JsonObject } from '../../core/json.ts'
import { type AnswerForm, CALLS, chatAnswer, THOUGHT } from './chat-answer.fixture.ts'
import type { ProviderFixture } from './provider.fixture.ts'

type Given = Omit<
  ProviderFixture,
  'whole' | 'frames' | 'finishes' | 'echo' | 'showsThoughts' | 'callsTools'
> & {
  readonly form: AnswerForm
  /** Beside the four that all have. */
  readonly finishes?: Readonly<Record<string, FinishReason>>
  /** What stands in the echoed message beside its call. */
  readonly echoes: JsonObject
  readonly echoedId?: string
}

/** A fixture of the Chat Completions family. */
export function chatFixture({
  form,
  finishes,
  echoes,
  echoedId = 'call_a1',
  ...rest
}: Given): ProviderFixture {
  const call = { id: echoedId, type: 'function', function: CALLS[0] }
  return {
    ...rest,
    ...chatAnswer(form),
    showsThoughts: form.thoughts !== undefined,
    callsTools: form.hasNoTools !== true,
    finishes: { stop: 'stop', length: 'length', ...finishes },
    echo: { role: 'assistant', content: null, ...echoes, tool_calls: [call] },
  }
}

export const CONTENT_FILTER = { content_filter: 'content-filter' } as const
export const ECHO_CONTENT: JsonObject = { reasoning_content: THOUGHT }
export const ECHO_REASONING: JsonObject = { reasoning: THOUGHT }
export const ECHO_NOTHING: JsonObject = {}
