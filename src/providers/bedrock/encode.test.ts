import { expect, test } from 'vitest'
import type { EncodeTarget } from '../../core/provider.ts'
import { chatRequest } from '../../core/request.fixture.ts'
import type { ChatRequest, Part } from '../../core/request.ts'
import { bedrock } from './index.ts'

const CLAUDE: EncodeTarget = {
  model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  maxOutputTokens: 64_000,
  reasons: true,
}
const NOVA: EncodeTarget = { ...CLAUDE, model: 'us.amazon.nova-2-lite-v1:0' }
const GPT: EncodeTarget = { ...CLAUDE, model: 'openai.gpt-oss-120b-1:0' }
const LLAMA: EncodeTarget = { ...CLAUDE, model: 'us.meta.llama4-maverick-17b-instruct-v1:0' }

const ASKED: Part = { type: 'text', text: 'Weather?' }
const MARK = { mark: { ttl: '1h' } } as const
const POINT = { cachePoint: { type: 'default', ttl: '1h' } }

function encode(fields: Partial<ChatRequest>, target = CLAUDE) {
  const request = chatRequest({ messages: [{ role: 'user', parts: [ASKED] }], ...fields })
  const { body, dropped, toolNames } = bedrock.encode(request, target)
  return { body, dropped, toolNames }
}

function partsOf(parts: readonly Part[], target = CLAUDE) {
  const { body, dropped } = encode({ messages: [{ role: 'user', parts }] }, target)
  const [message] = body.messages as { content: unknown[] }[]
  return { content: message?.content, dropped }
}

test('a plain request says no more than it was told', () => {
  expect(encode({})).toEqual({
    body: { messages: [{ role: 'user', content: [{ text: 'Weather?' }] }] },
    dropped: [],
    toolNames: undefined,
  })
})

test('thoughts, calls and what came of them go back as they were', () => {
  const redacted = Buffer.from('RWtR').toString('base64')
  const { body } = encode({
    messages: [
      { role: 'system', parts: [{ type: 'text', text: 'Be brief.', ...MARK }] },
      { role: 'user', parts: [ASKED] },
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', text: 'Hm.', proof: { owner: 'anthropic-messages', value: 'sig' } },
          {
            type: 'reasoning',
            text: '',
            redacted: true,
            proof: { owner: 'anthropic-messages', value: 'RWtR' },
          },
          { type: 'reasoning', text: 'of another', proof: { owner: 'gemini', value: 'x' } },
          { type: 'tool-call', id: 'tooluse_1', name: 'weather', arguments: '{"city":"Zürich"}' },
        ],
      },
      {
        role: 'tool',
        parts: [
          { type: 'tool-result', callId: 'tooluse_1', parts: [{ type: 'text', text: 'No' }], isError: true },
        ],
      },
    ],
  })
  expect(body).toEqual({
    system: [{ text: 'Be brief.' }, POINT],
    messages: [
      { role: 'user', content: [{ text: 'Weather?' }] },
      {
        role: 'assistant',
        content: [
          { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'sig' } } },
          { reasoningContent: { redactedContent: redacted } },
          { toolUse: { toolUseId: 'tooluse_1', name: 'weather', input: { city: 'Zürich' } } },
        ],
      },
      {
        role: 'user',
        content: [{ toolResult: { toolUseId: 'tooluse_1', content: [{ text: 'No' }], status: 'error' } }],
      },
    ],
  })
})

test('images, documents, sound and film go as bytes, and from S3', () => {
  const base64 = (data: string) => ({ type: 'base64', data }) as const
  const { content, dropped } = partsOf([
    { type: 'image', source: base64('iVBORw'), ...MARK },
    { type: 'image', source: { type: 'url', url: 'data:image/webp;base64,UklG' } },
    { type: 'image', source: { type: 'url', url: 's3://bucket/a.png' }, mediaType: 'image/png' },
    { type: 'file', source: base64('JVBE'), mediaType: 'application/pdf', fileName: 'Q1 & Q2.pdf' },
    { type: 'file', source: base64('UEsD'), fileName: 'Q1 & Q2.pdf.xlsx' },
    { type: 'file', source: base64('UEsD'), fileName: 'Q1 & Q2.pdf.xlsx' },
    { type: 'file', source: { type: 'text', text: 'Hi' } },
    { type: 'audio', source: base64('SUQz'), mediaType: 'audio/mpeg' },
    { type: 'video', source: base64('AAAA'), mediaType: 'video/3gpp' },
    { type: 'image', source: { type: 'url', url: 'https://a.example/a.png' } },
  ])
  expect(content).toEqual([
    { image: { format: 'png', source: { bytes: 'iVBORw' } } },
    POINT,
    { image: { format: 'webp', source: { bytes: 'UklG' } } },
    { image: { format: 'png', source: { s3Location: { uri: 's3://bucket/a.png' } } } },
    { document: { format: 'pdf', name: 'Q1-Q2-pdf', source: { bytes: 'JVBE' } } },
    { document: { format: 'xlsx', name: 'Q1-Q2-pdf-xlsx', source: { bytes: 'UEsD' } } },
    { document: { format: 'xlsx', name: 'Q1-Q2-pdf-xlsx-3', source: { bytes: 'UEsD' } } },
    { document: { format: 'txt', name: 'document', source: { text: 'Hi' } } },
    { audio: { format: 'mp3', source: { bytes: 'SUQz' } } },
    { video: { format: 'three_gp', source: { bytes: 'AAAA' } } },
  ])
  expect(dropped).toEqual(['image'])
})

test('tools keep their names, and a choice what can be said of it', () => {
  const long = 'n'.repeat(80)
  const tools = [
    { type: 'function', name: 'weather', description: 'Tells it.', parameters: { type: 'object' }, ...MARK },
    { type: 'function', name: long, parameters: { type: 'object' } },
  ] as const
  const { body, dropped, toolNames } = encode({
    tools,
    toolChoice: { mode: 'required', only: [long], parallel: false },
  })
  const [short = ''] = toolNames?.keys() ?? []
  expect(short.length).toBeLessThanOrEqual(64)
  expect(toolNames?.get(short)).toBe(long)
  expect(body.toolConfig).toEqual({
    tools: [
      { toolSpec: { name: 'weather', description: 'Tells it.', inputSchema: { json: { type: 'object' } } } },
      POINT,
      { toolSpec: { name: short, inputSchema: { json: { type: 'object' } } } },
    ],
    toolChoice: { tool: { name: short } },
  })
  expect(dropped).toEqual(['parallelToolCalls'])
  expect(encode({ tools, toolChoice: { mode: 'required' } }).body.toolConfig).toMatchObject({
    toolChoice: { any: {} },
  })
  expect(encode({ tools, toolChoice: { mode: 'none' } }).body.toolConfig).toBeUndefined()
})

test.each([
  ['Claude', CLAUDE, { thinking: { type: 'enabled', budget_tokens: 32_000 } }],
  ['Nova', NOVA, { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'medium' } }],
  ['gpt-oss', GPT, { reasoning_effort: 'medium' }],
  ['Llama', LLAMA, undefined],
])('%s is asked to reason in its own words', (_, target, fields) => {
  const { body, dropped } = encode({ reasoning: { effort: 'medium' } }, target)
  expect(body.additionalModelRequestFields).toEqual(fields)
  expect(dropped).toEqual(fields === undefined ? ['reasoning'] : [])
})

test('the limits of an answer, its form and its tier', () => {
  const { body, dropped } = encode({
    sampling: { temperature: 0.5, topK: 40, stop: ['END'], seed: 7 },
    output: { maxTokens: 100, format: { type: 'json-schema', name: 'answer', schema: { type: 'object' } } },
    metadata: { serviceTier: 'flex', tags: { team: 'a' }, user: 'u' },
  })
  expect(body).toMatchObject({
    inferenceConfig: { maxTokens: 100, temperature: 0.5, stopSequences: ['END'] },
    additionalModelRequestFields: { top_k: 40 },
    outputConfig: {
      textFormat: {
        type: 'json_schema',
        structure: {
          jsonSchema: { name: 'answer', schema: '{"type":"object","additionalProperties":false}' },
        },
      },
    },
    serviceTier: { type: 'flex' },
    requestMetadata: { team: 'a' },
  })
  expect([...dropped].sort()).toEqual(['seed', 'user'])
})

test('a point of the cache is for models that know it', () => {
  expect(partsOf([{ ...ASKED, ...MARK }], NOVA)).toEqual({
    content: [{ text: 'Weather?' }, POINT],
    dropped: [],
  })
  expect(partsOf([{ ...ASKED, ...MARK }], LLAMA)).toEqual({
    content: [{ text: 'Weather?' }],
    dropped: ['cacheMarks'],
  })
})

test('a guardrail of the configuration is on every request', () => {
  const guarded = bedrock.configure?.({ aws_region: 'eu-central-1', guardrail_id: 'gr1' }, null)
  expect(guarded?.baseUrl).toBe('https://bedrock-runtime.eu-central-1.amazonaws.com')
  expect(guarded?.encode(chatRequest(), CLAUDE).body.guardrailConfig).toEqual({
    guardrailIdentifier: 'gr1',
    guardrailVersion: 'DRAFT',
  })
})

test('a model is escaped in the path', () => {
  const call = { operation: 'chat', model: CLAUDE.model, stream: true } as const
  expect(bedrock.path(call)).toBe('/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse-stream')
  expect(bedrock.path({ ...call, stream: false })).toMatch(/\/converse$/)
})
