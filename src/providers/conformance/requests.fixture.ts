import type { ChatRequest } from '../../core/request.ts'
import { THOUGHT } from './chat-answer.fixture.ts'

/** A request that every provider takes as it is. */
export const PLAIN: Partial<ChatRequest> = {
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Ahoy?' }] }],
}

/** A turn with thoughts and a call, and what came of it. */
export const ECHO: Partial<ChatRequest> = {
  messages: [
    { role: 'user', parts: [{ type: 'text', text: 'Weather?' }] },
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', text: THOUGHT },
        { type: 'tool-call', id: 'call_a1', name: 'weather', arguments: '{"city":"Zürich"}' },
      ],
    },
    {
      role: 'tool',
      parts: [
        { type: 'tool-result', callId: 'call_a1', parts: [{ type: 'text', text: 'Sun' }], isError: false },
      ],
    },
  ],
}

/** All that can be said of an answer at once, with what only some APIs have words for. */
export const EVERYTHING: Partial<ChatRequest> = {
  messages: [{ role: 'user', name: 'ada', parts: [{ type: 'text', text: 'Ahoy?' }] }],
  tools: [{ type: 'function', name: 'weather', parameters: { type: 'object' }, strict: true }],
  toolChoice: { mode: 'required', parallel: false },
  sampling: {
    temperature: 0.5,
    topP: 0.9,
    topK: 40,
    minP: 0.1,
    frequencyPenalty: 0.2,
    presencePenalty: 0.3,
    repetitionPenalty: 1.1,
    seed: 7,
    stop: ['END'],
    logitBias: { '42': 1 },
    logprobs: true,
    topLogprobs: 2,
    n: 2,
  },
  output: {
    maxTokens: 100,
    maxTokensFrom: 'caller',
    format: { type: 'json-schema', name: 'answer', schema: { type: 'object' }, strict: true },
    modalities: ['text'],
    verbosity: 'low',
    audio: { voice: 'alloy', format: 'wav' },
  },
  cache: { key: 'k', retention: '24h' },
  metadata: { user: 'u1', serviceTier: 'auto', store: false, tags: { team: 'a' } },
}

/** One that ends with the beginning of its answer. */
export const PREFILLED: Partial<ChatRequest> = {
  messages: [
    { role: 'user', parts: [{ type: 'text', text: 'Ahoy?' }] },
    { role: 'assistant', parts: [{ type: 'text', text: 'Ah' }] },
  ],
}
