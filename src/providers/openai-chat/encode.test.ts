import { describe, expect, test } from 'vitest'
import { isJsonObject } from '../../core/json.ts'
import type { Message } from '../../core/request.ts'
import { objectsOf, textOf } from '../../wire/openai-chat.ts'
import { openai } from '../openai.ts'
import { openaiCompatible } from '../openai-compatible.ts'
import { anthropicProof, geminiProof, messagesOf, openrouter, requestOf, TARGET } from './request.fixture.ts'

describe('what OpenAI differs in', () => {
  test('the name of the limit, the developer, and unknown sampling', () => {
    const request = requestOf({
      messages: [{ role: 'developer', parts: [{ type: 'text', text: 'Be brief.' }] }],
      sampling: { topK: 5, minP: 0.1, temperature: 1 },
      output: { maxTokens: 9, maxTokensFrom: 'caller', format: { type: 'text' } },
    })
    const strict = openai.encode(request, TARGET)
    expect(strict.body).toEqual({
      model: 'gpt-x',
      messages: [{ role: 'developer', content: 'Be brief.' }],
      temperature: 1,
      max_completion_tokens: 9,
    })
    expect(strict.dropped).toEqual(['topK', 'minP'])
    const lenient = openaiCompatible.encode(request, TARGET)
    expect(lenient.body).toMatchObject({
      messages: [{ role: 'system' }],
      top_k: 5,
      min_p: 0.1,
      max_tokens: 9,
    })
    expect(lenient.dropped).toEqual([])
  })

  test('a model that reasons takes no sampling but the default', () => {
    const request = requestOf({ sampling: { temperature: 0.2, topP: 1, logprobs: true } })
    expect(openai.encode(request, { ...TARGET, reasons: true })).toMatchObject({
      body: { top_p: 1 },
      dropped: ['temperature', 'logprobs'],
    })
    const plain = { ...request, reasoning: { effort: 'none' } as const }
    expect(openai.encode(plain, { ...TARGET, reasons: true }).dropped).toEqual([])
  })

  test('a limit from the catalogue stays here', () => {
    const output = { maxTokens: 9, maxTokensFrom: 'catalogue', format: { type: 'text' } } as const
    expect(openai.encode(requestOf({ output }), TARGET).body).not.toHaveProperty('max_completion_tokens')
  })
})

describe('reasoning', () => {
  test.each([
    [{ effort: 'max' }, 'xhigh'],
    [{ effort: 'minimal' }, 'minimal'],
    [{ budgetTokens: 1024 }, 'low'],
    [{ budgetTokens: 5000 }, 'medium'],
    [{ budgetTokens: 9000 }, 'high'],
    [{ enabled: false }, 'none'],
    [{ adaptive: true }, 'medium'],
    [{ exclude: true }, undefined],
  ] as const)('%j is the effort %s', (reasoning, effort) => {
    expect(openai.encode(requestOf({ reasoning }), TARGET).body.reasoning_effort).toBe(effort)
  })

  test('a model that does not reason is not asked to', () => {
    const encoded = openai.encode(requestOf({ reasoning: { effort: 'high' } }), { ...TARGET, reasons: false })
    expect(encoded.body).not.toHaveProperty('reasoning_effort')
    expect(encoded.dropped).toEqual(['reasoning'])
  })

  test('OpenRouter is told in its own words', () => {
    const reasoning = { budgetTokens: 2000, exclude: true }
    expect(openrouter.encode(requestOf({ reasoning }), TARGET).body.reasoning).toEqual({
      max_tokens: 2000,
      exclude: true,
    })
  })

  test('earlier reasoning goes back where it is taken, and proofs only to who can read them', () => {
    const messages: Message[] = [
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', text: 'Hm', proof: anthropicProof },
          { type: 'text', text: 'Hi' },
          { type: 'tool-call', id: 'a', name: 'f', arguments: '{}', proof: geminiProof },
        ],
      },
    ]
    const strict = openai.encode(requestOf({ messages }), TARGET)
    expect(JSON.stringify(strict.body)).not.toMatch(/SIG|Hm/)
    expect(new Set(strict.dropped)).toEqual(new Set(['proof', 'reasoningText']))
    const lenient = openaiCompatible.encode(requestOf({ messages }), TARGET)
    expect(messagesOf(lenient.body)[0]).toMatchObject({ content: 'Hi', reasoning_content: 'Hm' })
    expect(JSON.stringify(lenient.body)).not.toMatch(/SIG/)
    expect(lenient.dropped).toEqual(['proof'])
    const routed = openrouter.encode(requestOf({ messages }), TARGET)
    expect(messagesOf(routed.body)[0]?.reasoning_details).toEqual([
      { type: 'reasoning.text', text: 'Hm', signature: 'SIG', format: 'anthropic-claude-v1', index: 0 },
      { type: 'reasoning.encrypted', data: 'GSIG', id: 'a', format: 'google-gemini-v1', index: 1 },
    ])
    expect(routed.dropped).toEqual([])
  })
})

describe('messages', () => {
  test('pictures in results follow as the words of the user, after the last result of the turn', () => {
    const image = { type: 'image', source: { type: 'base64', data: 'AAAA' }, mediaType: 'image/png' } as const
    const result = (callId: string) =>
      ({
        type: 'tool-result',
        callId,
        parts: [{ type: 'text', text: 'done' }, image],
        isError: true,
      }) as const
    const messages: Message[] = [
      { role: 'tool', parts: [result('a'), result('b')] },
      { role: 'assistant', parts: [{ type: 'text', text: 'Hi' }] },
    ]
    const { body, dropped } = openai.encode(requestOf({ messages }), TARGET)
    expect(messagesOf(body).map(({ role }) => role)).toEqual(['tool', 'tool', 'user', 'assistant'])
    expect(messagesOf(body)[2]?.content).toEqual([
      { type: 'text', text: 'Attached to the result of tool call a:' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
      { type: 'text', text: 'Attached to the result of tool call b:' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
    ])
    expect(new Set(dropped)).toEqual(new Set(['toolResultMedia', 'isError']))
  })

  test('what has no form here is dropped by name', () => {
    const messages: Message[] = [
      {
        role: 'user',
        parts: [
          { type: 'text', text: 'Look', mark: { ttl: '1h' } },
          { type: 'video', source: { type: 'url', url: 'https://x.example/a.mp4' } },
          { type: 'file', source: { type: 'file-id', id: 'f', owner: 'anthropic-messages' } },
          { type: 'opaque', owner: 'anthropic-messages', value: { type: 'container_upload' } },
        ],
      },
    ]
    const tools = [
      { type: 'server', owner: 'anthropic-messages', name: 'web_search', value: {} },
      { type: 'function', name: 'f', extras: { 'anthropic-messages': { defer_loading: true } } },
    ] as const
    const request = requestOf({ messages, tools, extras: { gemini: { safetySettings: [] } } })
    const { body, dropped } = openai.encode(request, TARGET)
    expect(body.messages).toEqual([{ role: 'user', content: 'Look' }])
    expect(body.tools).toEqual([{ type: 'function', function: { name: 'f' } }])
    expect(new Set(dropped)).toEqual(
      new Set([
        'cacheMarks',
        'video',
        'file',
        'anthropic-messages part',
        'tools.web_search',
        'tools.defer_loading',
        'safetySettings',
      ]),
    )
    expect(messagesOf(openrouter.encode(request, TARGET).body)[0]?.content).toMatchObject([
      { text: 'Look', cache_control: { type: 'ephemeral', ttl: '1h' } },
      { type: 'video_url' },
    ])
  })

  test('ids that are too long are shortened alike in call and result', () => {
    const id = `toolu_${'x'.repeat(60)}`
    const messages: Message[] = [
      { role: 'assistant', parts: [{ type: 'tool-call', id, name: 'f', arguments: '{}' }] },
      { role: 'tool', parts: [{ type: 'tool-result', callId: id, parts: [], isError: false }] },
    ]
    const [call, result] = messagesOf(openai.encode(requestOf({ messages }), TARGET).body)
    const short = textOf(objectsOf(call?.tool_calls)[0]?.id)
    expect(short.length).toBeLessThanOrEqual(40)
    expect(result?.tool_call_id).toBe(short)
  })
})

describe('tools', () => {
  test('names that OpenAI refuses are changed everywhere, and can be changed back', () => {
    const names = ['math.add', '天气', '新闻', 'x'.repeat(80), 'fine_name-1']
    const tools = names.map((name) => ({ type: 'function', name }) as const)
    const messages: Message[] = [
      { role: 'assistant', parts: [{ type: 'tool-call', id: 'a', name: 'math.add', arguments: '{}' }] },
    ]
    const toolChoice = { mode: 'required', only: ['math.add'] } as const
    const { body, toolNames } = openai.encode(requestOf({ tools, messages, toolChoice }), TARGET)
    const sent = objectsOf(body.tools).map((tool) =>
      isJsonObject(tool.function) ? textOf(tool.function.name) : '',
    )
    expect(new Set(sent).size).toBe(names.length)
    for (const name of sent) expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/)
    expect(sent.map((name) => toolNames?.get(name) ?? name)).toEqual(names)
    expect(objectsOf(messagesOf(body)[0]?.tool_calls)[0]).toMatchObject({ function: { name: sent[0] } })
    expect(body.tool_choice).toEqual({ type: 'function', function: { name: sent[0] } })
  })

  test('a choice among some of the tools', () => {
    const tools = [
      { type: 'function', name: 'f' },
      { type: 'custom', name: 'g' },
      { type: 'function', name: 'h' },
    ] as const
    const request = requestOf({ tools, toolChoice: { mode: 'required', only: ['f', 'g'], parallel: false } })
    expect(openai.encode(request, TARGET).body).toMatchObject({
      tool_choice: {
        type: 'allowed_tools',
        allowed_tools: {
          mode: 'required',
          tools: [
            { type: 'function', function: { name: 'f' } },
            { type: 'custom', custom: { name: 'g' } },
          ],
        },
      },
      parallel_tool_calls: false,
    })
    const narrowed = openaiCompatible.encode(request, TARGET).body
    expect(narrowed.tool_choice).toBe('required')
    expect(objectsOf(narrowed.tools)).toHaveLength(2)
  })

  test('without tools there is no choice among them', () => {
    const { body } = openai.encode(requestOf({ toolChoice: { mode: 'auto', parallel: true } }), TARGET)
    expect(body).not.toHaveProperty('tool_choice')
    expect(body).not.toHaveProperty('parallel_tool_calls')
  })
})
