import { describe, expect, test } from 'vitest'
import { corpusJson, hasCorpora } from '../../../test/corpora.ts'
import { recordings } from '../../../test/recordings.ts'
import { GatewayError } from '../../core/error.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import { parseRequest } from './parse.ts'

const HELLO = [{ role: 'user', content: 'Hello' }]

describe('what is wrong is refused by name', () => {
  test.each([
    [{ messages: HELLO }, 'model', 'model must be a string; got nothing'],
    [{ model: 7, messages: HELLO }, 'model', 'model must be a string; got number'],
    [{ model: 'm' }, 'messages', 'messages must be an array of at least one message; got nothing'],
    [
      { model: 'm', messages: [] },
      'messages',
      'messages must be an array of at least one message; got an empty array',
    ],
    [{ model: 'm', messages: 'Hi' }, 'messages', 'messages must be an array; got "Hi"'],
    [
      { model: 'm', messages: [HELLO[0], HELLO[0], { role: 'user', content: 7 }] },
      'messages[2].content',
      'messages[2].content must be a string or an array of parts; got number',
    ],
    [
      { model: 'm', messages: [{ role: 'user' }] },
      'messages[0].content',
      'messages[0].content must be a string or an array of parts; got nothing',
    ],
    [{ model: 'm', messages: [{ role: 'robot', content: '' }] }, 'messages[0].role', undefined],
    [{ model: 'm', messages: [{ role: 'tool', content: 'x' }] }, 'messages[0].tool_call_id', undefined],
    [
      { model: 'm', messages: [{ role: 'user', content: [{ type: 'image_url' }] }] },
      'messages[0].content[0].image_url.url',
      undefined,
    ],
    [
      {
        model: 'm',
        messages: [{ role: 'assistant', tool_calls: [{ id: 'a', function: { name: 'f', arguments: {} } }] }],
      },
      'messages[0].tool_calls[0].function.arguments',
      undefined,
    ],
    [
      { model: 'm', messages: HELLO, tools: [{ type: 'function', function: {} }] },
      'tools[0].function.name',
      undefined,
    ],
    [{ model: 'm', messages: HELLO, tool_choice: 'maybe' }, 'tool_choice', undefined],
    [
      { model: 'm', messages: HELLO, temperature: 'hot' },
      'temperature',
      'temperature must be a number; got "hot"',
    ],
    [{ model: 'm', messages: HELLO, max_tokens: 0 }, 'max_tokens', undefined],
    [{ model: 'm', messages: HELLO, n: 1.5 }, 'n', 'n must be a whole number above 0; got 1.5'],
    [{ model: 'm', messages: HELLO, stop: [7] }, 'stop[0]', undefined],
    [
      { model: 'm', messages: HELLO, reasoning_effort: 'low', reasoning: { effort: 'high' } },
      'reasoning_effort',
      undefined,
    ],
  ] as [JsonObject, string, string | undefined][])('%j', (body, param, message) => {
    const error = refusal(body)
    expect(error.code).toBe('invalid_request')
    expect(error.details.param).toBe(param)
    if (message !== undefined) expect(error.message).toBe(message)
  })
})

describe('settings', () => {
  test('every field with a word of its own', () => {
    const request = parseRequest({
      model: 'm',
      messages: HELLO,
      temperature: 0.5,
      top_p: 0.9,
      top_k: 40,
      min_p: 0.1,
      frequency_penalty: 0.1,
      presence_penalty: 0.2,
      repetition_penalty: 1.1,
      seed: 7,
      stop: 'END',
      logit_bias: { '1': 2 },
      logprobs: true,
      top_logprobs: 3,
      n: 2,
      max_tokens: 10,
      max_completion_tokens: 20,
      modalities: ['text'],
      verbosity: 'low',
      audio: { voice: 'a' },
      prompt_cache_key: 'k',
      prompt_cache_retention: '24h',
      user: 'u',
      service_tier: 'flex',
      store: true,
      metadata: { a: 'b' },
      stream: true,
      stream_options: { include_usage: true, include_obfuscation: false },
      parallel_tool_calls: false,
      reasoning_effort: 'high',
    })
    expect(request).toMatchObject({
      sampling: {
        temperature: 0.5,
        topP: 0.9,
        topK: 40,
        minP: 0.1,
        frequencyPenalty: 0.1,
        presencePenalty: 0.2,
        repetitionPenalty: 1.1,
        seed: 7,
        stop: ['END'],
        logitBias: { '1': 2 },
        logprobs: true,
        topLogprobs: 3,
        n: 2,
      },
      output: {
        maxTokens: 20,
        maxTokensFrom: 'caller',
        modalities: ['text'],
        verbosity: 'low',
        audio: { voice: 'a' },
        format: { type: 'text' },
      },
      cache: { key: 'k', retention: '24h' },
      metadata: { user: 'u', serviceTier: 'flex', store: true, tags: { a: 'b' } },
      toolChoice: { mode: 'auto', parallel: false },
      reasoning: { effort: 'high' },
      stream: true,
      includeUsage: true,
    })
    expect(request.extras).toEqual({ 'openai-chat': { stream_options: { include_obfuscation: false } } })
  })

  test('what has no word is kept, null is as good as absent', () => {
    const kept = {
      provider: { order: ['a'] },
      models: ['x'],
      portolan: { session: 's' },
      prediction: { type: 'content' },
      response_format: { type: 'grammar', grammar: 'x' },
    }
    expect(
      parseRequest({ model: 'm', messages: HELLO, ...kept, seed: null, logit_bias: null, extra: null })
        .extras,
    ).toEqual({ 'openai-chat': kept })
  })

  test.each([
    ['auto', { mode: 'auto' }],
    ['any', { mode: 'required' }],
    [
      { type: 'function', function: { name: 'f' } },
      { mode: 'required', only: ['f'] },
    ],
    [
      {
        type: 'allowed_tools',
        allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'f' } }] },
      },
      { mode: 'auto', only: ['f'] },
    ],
  ] as [JsonObject, unknown][])('tool_choice %j', (tool_choice, choice) => {
    expect(parseRequest({ model: 'm', messages: HELLO, tool_choice }).toolChoice).toEqual(choice)
  })

  test('tools of every type', () => {
    const tools = [
      {
        type: 'function',
        function: { name: 'f', parameters: { type: 'object' }, strict: true },
        cache_control: { type: 'ephemeral' },
      },
      { type: 'custom', custom: { name: 'c', format: { type: 'text' } } },
      { type: 'openrouter:web_search', parameters: { max_uses: 1 } },
    ]
    expect(parseRequest({ model: 'm', messages: HELLO, tools, functions: [{ name: 'old' }] }).tools).toEqual([
      { type: 'function', name: 'f', parameters: { type: 'object' }, strict: true, mark: {} },
      { type: 'custom', name: 'c', format: { type: 'text' } },
      { type: 'server', owner: 'openai-chat', name: 'openrouter:web_search', value: tools[2] },
      { type: 'function', name: 'old' },
    ])
  })

  test.each([
    [{ reasoning: { max_tokens: 2000, exclude: true } }, { budgetTokens: 2000, exclude: true }],
    [{ reasoning: { enabled: true } }, { enabled: true }],
    [{ include_reasoning: false }, { exclude: true }],
    [{ include_reasoning: true }, {}],
    [{ thinking: { type: 'enabled', budget_tokens: 1024 } }, { enabled: true, budgetTokens: 1024 }],
    [{}, undefined],
  ])('reasoning asked for by %j', (fields, reasoning) => {
    expect(parseRequest({ model: 'm', messages: HELLO, ...fields }).reasoning).toEqual(reasoning)
  })
})

describe.skipIf(!hasCorpora)('requests that real clients have sent', () => {
  test.each([
    'basic',
    'full',
    'generation-config',
    'image-file',
    'image-inline',
    'image-url',
    'multi-turn-tools',
    'parallel-tool-call',
    'reasoning',
    'reasoning_max',
    'reasoning_replay',
    'reasoning_replay_unsigned',
    'structured-output',
    'tool-call',
  ])('agentgateway: %s', (name) => {
    const body = corpusJson(`agentgateway-llm/requests/completions/${name}.json`)
    if (!isJsonObject(body)) throw new Error('The corpus holds objects.')
    const request = parseRequest(body)
    expect(request.model).toBe(body.model)
    expect(request.messages).toHaveLength(Array.isArray(body.messages) ? body.messages.length : -1)
  })

  test('every recorded one parses', () => {
    const sent = recordings(({ path }) => path?.includes('chat/completions') === true).filter(
      ({ request, status }) => request !== null && status === 200,
    )
    expect(sent.length).toBeGreaterThan(200)
    for (const { request } of sent) expect(parseRequest(request ?? {}).messages.length).toBeGreaterThan(0)
  })
})

function refusal(body: JsonObject): GatewayError {
  try {
    parseRequest(body)
  } catch (error) {
    if (GatewayError.is(error)) return error
    throw error
  }
  throw new Error('It was not refused.')
}
