import type { JsonObject } from '../../core/json.ts'
import { cohere } from '../cohere/index.ts'
import { CALLS, TEXT, THOUGHT } from './chat-answer.fixture.ts'
import type { ProviderFixture } from './provider.fixture.ts'

const USAGE = {
  billed_units: { input_tokens: 20, output_tokens: 30 },
  tokens: { input_tokens: 500, output_tokens: 40 },
  cached_tokens: 448,
}

const IDS = ['weather_e8p4pn45zt0t', 'tide_dqgshstja6p9']

function event(type: string, message: JsonObject, index?: number): string {
  return JSON.stringify({ type, ...(index === undefined ? {} : { index }), delta: { message } })
}

function callFrames(nth: number): readonly string[] {
  const { name, arguments: args } = CALLS[nth] ?? CALLS[0]
  const start = { id: IDS[nth], type: 'function', function: { name, arguments: '' } }
  return [
    event('tool-call-start', { tool_calls: start }, nth),
    event('tool-call-delta', { tool_calls: { function: { arguments: args } } }, nth),
    JSON.stringify({ type: 'tool-call-end', index: nth }),
  ]
}

export const COHERE: ProviderFixture = {
  provider: cohere,
  page: 'https://docs.cohere.com/reference/chat',
  recorded: 'cohere',
  whole: {
    id: 'c14c80c3',
    message: {
      role: 'assistant',
      tool_plan: THOUGHT,
      content: [{ type: 'text', text: TEXT }],
      tool_calls: CALLS.map((call, nth) => ({ id: IDS[nth] ?? '', type: 'function', function: call })),
    },
    finish_reason: 'TOOL_CALL',
    usage: USAGE,
  },
  frames: [
    JSON.stringify({
      id: 'c14c80c3',
      type: 'message-start',
      delta: { message: { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] } },
    }),
    event('tool-plan-delta', { tool_plan: THOUGHT.slice(0, 9) }),
    event('tool-plan-delta', { tool_plan: THOUGHT.slice(9) }),
    event('content-start', { content: { type: 'text', text: '' } }, 0),
    event('content-delta', { content: { text: TEXT } }, 0),
    JSON.stringify({ type: 'content-end', index: 0 }),
    ...callFrames(0),
    ...callFrames(1),
    JSON.stringify({ type: 'message-end', delta: { finish_reason: 'TOOL_CALL', usage: USAGE } }),
  ],
  usage: { inputTokens: 20, outputTokens: 30 },
  showsThoughts: true,
  callsTools: true,
  finishes: { COMPLETE: 'stop', STOP_SEQUENCE: 'stop', MAX_TOKENS: 'length' },
  reasoning: [
    [{ budgetTokens: 2000 }, { thinking: { type: 'enabled', token_budget: 2000 } }],
    [{ effort: 'none' }, { thinking: { type: 'disabled' } }],
  ],
  echo: {
    role: 'assistant',
    tool_plan: THOUGHT,
    tool_calls: [{ id: 'call_a1', type: 'function', function: CALLS[0] }],
  },
  dropped: `strictTools name minP repetitionPenalty logitBias logprobs topLogprobs n modalities verbosity
      audio cacheKey cacheRetention user serviceTier store tags parallelToolCalls`,
  failures: [
    { status: 401, body: { id: 'x', message: 'invalid api token' }, code: 'provider_unauthorized' },
    {
      status: 400,
      body: { message: 'too many tokens: total number of tokens in the prompt cannot exceed 4081' },
      code: 'context_length_exceeded',
    },
    {
      status: 429,
      body: { message: 'You are using a Trial key, which is limited' },
      code: 'provider_rate_limited',
    },
    { status: 498, body: { message: 'blocked output' }, code: 'content_filtered' },
    { status: 404, body: { message: "model 'x' not found" }, code: 'provider_model_missing' },
  ],
}
