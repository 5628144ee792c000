import { afterAll, expect, test } from 'vitest'
import { startSimulator } from '../simulator.ts'
import { frames, post } from '../testing.ts'

const simulator = await startSimulator()
afterAll(() => simulator.close())

const TOOLS = [
  {
    functionDeclarations: ['weather', 'time'].map((name) => ({
      name,
      parameters: { type: 'OBJECT', properties: { city: { type: 'STRING' } }, required: ['city'] },
    })),
  },
]
const QUESTION = { role: 'user', parts: [{ text: 'Lisbon please' }] }

async function generate(model: string, body: object) {
  const response = await post(simulator, `/v1beta/models/${model}:generateContent`, body)
  return { status: response.status, body: (await response.json()) as Reply }
}

interface Reply {
  readonly candidates: readonly { content: { parts: readonly Part[]; role: string }; finishReason: string }[]
  readonly error?: { message: string; status: string }
  readonly usageMetadata: object
}

interface Part {
  readonly text?: string
  readonly thought?: boolean
  readonly functionCall?: { name: string; args: object; id?: string }
  readonly thoughtSignature?: string
}

test('a tool loop wants the signature of the call back', async () => {
  const first = await generate('think', { contents: [QUESTION], tools: TOOLS })
  const [thought, call] = first.body.candidates[0]?.content.parts ?? []
  expect(thought).toMatchObject({ thought: true, text: expect.any(String) })
  expect(call?.functionCall).toEqual({ name: 'weather', args: { city: 'Lisbon' } })
  expect(first.body.usageMetadata).toMatchObject({ candidatesTokenCount: 2, thoughtsTokenCount: 16 })
  const result = {
    role: 'user',
    parts: [{ functionResponse: { name: 'weather', response: { result: 'sunny' } } }],
  }
  const answer = (part: object) =>
    generate('think', { contents: [QUESTION, { role: 'model', parts: [part] }, result], tools: TOOLS })
  const whole = await answer(call ?? {})
  const text = whole.body.candidates[0]?.content.parts.at(-1)
  expect(text).toEqual({ text: 'The tool said: sunny', thoughtSignature: expect.any(String) })
  const bare = await answer({ functionCall: call?.functionCall })
  expect([bare.status, bare.body.error?.message]).toEqual([
    400,
    expect.stringContaining('missing a thought_signature'),
  ])
  const forged = await answer({ ...call, thoughtSignature: 'Zm9yZ2Vk' })
  expect([forged.status, forged.body.error?.message]).toEqual([400, 'Thought signature is not valid.'])
  const moved = await answer({ ...call, functionCall: { name: 'weather', args: { city: 'Porto' } } })
  expect(moved.status).toBe(400)
  const bypassed = await answer({ ...call, thoughtSignature: 'skip_thought_signature_validator' })
  expect(bypassed.status).toBe(200)
})

test('a stream: CRLF framing, usage that grows, the signature of text on an empty last part', async () => {
  const path = '/v1beta/models/think:streamGenerateContent?alt=sse'
  const raw = await (await post(simulator, path, { contents: [QUESTION] })).text()
  expect(raw).toMatch(/^data: \{.*\}\r\n\r\n/)
  const { frames: all } = await frames(await post(simulator, path, { contents: [QUESTION] }))
  const chunks = all.map(
    ({ data }) => JSON.parse(data) as Reply & { usageMetadata: { totalTokenCount: number } },
  )
  const totals = chunks.map(({ usageMetadata }) => usageMetadata.totalTokenCount)
  expect(totals).toEqual(totals.toSorted((a, b) => a - b))
  expect(chunks.at(-1)?.candidates[0]).toMatchObject({
    finishReason: 'STOP',
    content: { parts: [{ text: '', thoughtSignature: expect.any(String) }] },
  })
  expect(chunks.slice(0, -1).some(({ candidates }) => 'finishReason' in (candidates[0] ?? {}))).toBe(false)
})

test('several candidates, JSON, an image, two calls at once', async () => {
  const several = await generate('lorem', {
    contents: [QUESTION],
    generationConfig: { candidateCount: 2, maxOutputTokens: 4 },
  })
  expect(several.body.candidates.map(({ finishReason }) => finishReason)).toEqual([
    'MAX_TOKENS',
    'MAX_TOKENS',
  ])
  const responseSchema = { type: 'OBJECT', properties: { n: { type: 'INTEGER' } }, required: ['n'] }
  const generationConfig = { responseMimeType: 'application/json', responseSchema }
  const json = await generate('json', { contents: [QUESTION], generationConfig })
  expect(json.body.candidates[0]?.content.parts).toEqual([{ text: '{"n":1}' }])
  const inlineData = { mimeType: 'image/webp', data: Buffer.alloc(64).toString('base64') }
  const seen = await generate('vision', { contents: [{ parts: [{ inlineData }] }] })
  expect(seen.body.candidates[0]?.content.parts).toEqual([{ text: 'image/webp 64 bytes.' }])
  const calls = await generate('tools-parallel', { contents: [QUESTION], tools: TOOLS })
  expect(calls.body.candidates[0]?.content.parts.map(({ functionCall }) => functionCall?.name)).toEqual([
    'weather',
    'time',
  ])
})

test('snake case is read like camel case', async () => {
  const inline_data = { mime_type: 'image/webp', data: 'AAAA' }
  const generation_config = { max_output_tokens: 2 }
  const seen = await generate('vision', { contents: [{ parts: [{ inline_data }] }], generation_config })
  expect(seen.body.candidates[0]).toMatchObject({
    finishReason: 'MAX_TOKENS',
    content: { parts: [{ text: 'image/webp 3' }] },
  })
})

const call = (name: string) => ({ role: 'model', parts: [{ functionCall: { name, args: {} } }] })
const result = (...names: string[]) => ({
  role: 'user',
  parts: names.map((name) => ({ functionResponse: { name, response: { result: 'x' } } })),
})
const tool = (parameters: object) => ({ tools: [{ functionDeclarations: [{ name: 'f', parameters }] }] })

test.each<[why: string, body: object, message: string]>([
  ['no contents', {}, 'contents is not specified'],
  ['an unknown role', { contents: [{ ...QUESTION, role: 'assistant' }] }, 'valid role'],
  ['no parts', { contents: [{ role: 'user', parts: [] }] }, 'must not be empty'],
  ['a part without data', { contents: [{ parts: [{ thought: true }] }] }, "oneof field 'data'"],
  ['a part with two', { contents: [{ parts: [{ text: 'a', inlineData: { data: '' } }] }] }, 'already set'],
  ['a call at the end', { contents: [QUESTION, call('a')] }, 'function call turn is followed'],
  ['a call first', { contents: [call('a'), result('a')] }, 'function call turn comes immediately after'],
  [
    'a result without a call',
    { contents: [QUESTION, result('a')] },
    'function response turn comes immediately',
  ],
  [
    'too many results',
    { contents: [QUESTION, call('a'), result('a', 'a')] },
    'number of function response parts',
  ],
  [
    'a call that is not answered',
    { contents: [QUESTION, call('a'), QUESTION] },
    'number of function response parts',
  ],
  [
    'a result of another name',
    { contents: [QUESTION, call('a'), result('b')] },
    'names of the function call parts',
  ],
  ['a nameless result', { contents: [QUESTION, call('a'), result('')] }, 'Name cannot be empty'],
  ['a hot temperature', { contents: [QUESTION], generationConfig: { temperature: 3 } }, 'temperature'],
  [
    'a schema without its type',
    { contents: [QUESTION], generationConfig: { responseSchema: {} } },
    'response_mime_type',
  ],
  [
    'names without a mode',
    { contents: [QUESTION], toolConfig: { functionCallingConfig: { allowedFunctionNames: ['f'] } } },
    'Allowed function names',
  ],
  [
    'a keyword of JSON Schema',
    { contents: [QUESTION], ...tool({ type: 'OBJECT', $schema: 'x' }) },
    'Unknown name "$schema"',
  ],
  [
    'one deep inside',
    { contents: [QUESTION], ...tool({ properties: { a: { items: { const: 1 } } } }) },
    "'tools[0].function_declarations[0].parameters.properties[a].items'",
  ],
  ['a list of types', { contents: [QUESTION], ...tool({ type: ['STRING', 'NULL'] }) }, 'not repeating'],
  [
    'a bad tool name',
    { contents: [QUESTION], tools: [{ functionDeclarations: [{ name: '1 a' }] }] },
    'Invalid function name',
  ],
])('refuses %s', async (_, body, message) => {
  const { status, body: answer } = await generate('echo', body)
  expect(answer.error).toMatchObject({
    code: 400,
    status: 'INVALID_ARGUMENT',
    message: expect.stringContaining(message),
  })
  expect(status).toBe(400)
})
