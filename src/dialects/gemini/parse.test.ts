import { expect, test } from 'vitest'
import type { JsonObject } from '../../core/json.ts'
import { gemini } from './index.ts'

const IN_PATH = { model: 'anthropic/claude', stream: true }
const HI = { role: 'user', parts: [{ text: 'Hi' }] }

function parse(fields: JsonObject) {
  return gemini.parse({ contents: [HI], ...fields }, IN_PATH)
}

function parts(...given: JsonObject[]) {
  return parse({ contents: [HI, { role: 'model', parts: given }] }).messages[1]?.parts
}

test('the path says the model and whether to stream; a body that names another does not count', () => {
  expect(parse({ model: 'models/other' })).toMatchObject({ model: 'anthropic/claude', stream: true })
  expect(gemini.parse({ model: 'models/g', contents: [HI] })).toMatchObject({ model: 'g', stream: false })
  expect(() => gemini.parse({ contents: [HI] })).toThrow('model must be the name of a model')
})

test('both spellings of a field, and one message for a list of one', () => {
  const camel = {
    systemInstruction: { parts: [{ text: 'Be brief' }] },
    generationConfig: {
      maxOutputTokens: 5,
      topP: 0.5,
      stopSequences: ['x'],
      thinkingConfig: { thinkingBudget: 64, includeThoughts: true },
    },
    toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['f'] } },
    tools: [{ functionDeclarations: [{ name: 'f', parametersJsonSchema: { type: 'object' } }] }],
  }
  const snake = {
    contents: { parts: { text: 'Hi' } },
    system_instruction: { parts: { text: 'Be brief' } },
    generation_config: {
      max_output_tokens: 5,
      top_p: 0.5,
      stop_sequences: ['x'],
      thinking_config: { thinking_budget: 64, include_thoughts: true },
    },
    tool_config: { function_calling_config: { mode: 'any', allowed_function_names: ['f'] } },
    tools: { function_declarations: { name: 'f', parameters_json_schema: { type: 'object' } } },
  }
  expect(parse(snake)).toEqual(parse(camel))
  expect(parse(camel)).toMatchObject({
    messages: [{ role: 'system' }, { role: 'user' }],
    sampling: { topP: 0.5, stop: ['x'] },
    output: { maxTokens: 5 },
    reasoning: { enabled: true, budgetTokens: 64 },
    toolChoice: { mode: 'required', only: ['f'] },
    extras: {},
  })
})

test('the caller’s own names stay as they are', () => {
  const args = { snake_name: { inner_name: 1 } }
  expect(parts({ function_call: { name: 'f', args } })).toMatchObject([
    { type: 'tool-call', arguments: JSON.stringify(args) },
  ])
})

test('calls without ids get the same in every turn, and results find theirs by name and order', () => {
  const call = (name: string) => ({ functionCall: { name, args: {} } })
  const result = (name: string) => ({ functionResponse: { name, response: { output: name } } })
  const turns = [
    HI,
    { role: 'model', parts: [call('a'), call('b'), call('a')] },
    { role: 'user', parts: [result('b'), result('a'), result('a'), { text: 'Go on' }] },
  ]
  const { messages } = parse({ contents: turns })
  expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'user'])
  expect(messages[1]?.parts.map((part) => 'id' in part && part.id)).toEqual(['call_1', 'call_2', 'call_3'])
  expect(messages[2]?.parts).toMatchObject([
    { callId: 'call_2', name: 'b', parts: [{ text: 'b' }], isError: false },
    { callId: 'call_1', name: 'a' },
    { callId: 'call_3', name: 'a' },
  ])
  expect(parse({ contents: turns.slice(0, 2) }).messages[1]).toEqual(messages[1])
})

test('a result is its output, its error, or all of it', () => {
  const saidBy = (response: JsonObject) => {
    const content = { role: 'user', parts: [{ functionResponse: { id: 'c', name: 'f', response } }] }
    return parse({ contents: [content] }).messages[0]?.parts[0]
  }
  expect(saidBy({ output: 'fine' })).toMatchObject({ parts: [{ text: 'fine' }], isError: false })
  expect(saidBy({ error: 'no' })).toMatchObject({ parts: [{ text: 'no' }], isError: true })
  expect(saidBy({ output: { a: 1 } })).toMatchObject({ parts: [{ text: '{"a":1}' }] })
  expect(saidBy({ sky: 'blue', output: 1 })).toMatchObject({ parts: [{ text: '{"sky":"blue","output":1}' }] })
})

test('a stream’s pieces that a client keeps become one thought, up to its signature', () => {
  expect(
    parts(
      { text: 'One ', thought: true },
      { text: 'two', thought: true },
      { text: '', thought: true, thoughtSignature: 'c2ln' },
      { text: 'three', thought: true },
      { text: 'Said' },
      { text: '', thoughtSignature: 'dGV4dA==' },
      { text: '' },
    ),
  ).toEqual([
    { type: 'reasoning', text: 'One two', proof: { owner: 'gemini', value: 'c2ln' } },
    { type: 'reasoning', text: 'three' },
    { type: 'text', text: 'Said', proof: { owner: 'gemini', value: 'dGV4dA==' } },
  ])
})

test('media by their type; the alphabet of URLs is made the usual one', () => {
  expect(
    parts(
      { inlineData: { mimeType: 'image/png', data: 'a-_b' } },
      { fileData: { mimeType: 'application/pdf', fileUri: 'https://example.com/a.pdf' } },
      { fileData: { fileUri: 'gs://b/c.mp4', mimeType: 'video/mp4' }, videoMetadata: { fps: 2 } },
    ),
  ).toEqual([
    { type: 'image', source: { type: 'base64', data: 'a+/b' }, mediaType: 'image/png' },
    { type: 'file', source: { type: 'url', url: 'https://example.com/a.pdf' }, mediaType: 'application/pdf' },
    {
      type: 'video',
      source: { type: 'file-id', id: 'gs://b/c.mp4', owner: 'gemini' },
      mediaType: 'video/mp4',
      extras: { gemini: { videoMetadata: { fps: 2 } } },
    },
  ])
})

test('what has no word here goes back to Google alone, as it came', () => {
  const code = { executableCode: { language: 'PYTHON', code: 'print(1)' } }
  expect(parts(code)).toEqual([{ type: 'opaque', owner: 'gemini', value: code }])
  const { extras, tools } = parse({
    safetySettings: [{ category: 'X', threshold: 'OFF' }],
    cachedContent: 'cachedContents/1',
    generationConfig: {
      speechConfig: { a: 1 },
      responseMimeType: 'text/x.enum',
      responseSchema: { enum: ['a'] },
    },
    toolConfig: { retrievalConfig: { languageCode: 'de' } },
    tools: [{ googleSearch: {} }],
  })
  expect(extras.gemini).toEqual({
    safetySettings: [{ category: 'X', threshold: 'OFF' }],
    cachedContent: 'cachedContents/1',
    generationConfig: {
      speechConfig: { a: 1 },
      responseMimeType: 'text/x.enum',
      responseSchema: { enum: ['a'] },
    },
    toolConfig: { retrievalConfig: { languageCode: 'de' } },
  })
  expect(tools).toEqual([
    { type: 'server', owner: 'gemini', name: 'googleSearch', value: { googleSearch: {} } },
  ])
})

test('Google’s schemas become JSON Schema', () => {
  const responseSchema = {
    type: 'OBJECT',
    property_ordering: ['b', 'a'],
    properties: {
      a: { type: 'STRING', nullable: true, enum: ['x'], minLength: '2' },
      b: { type: 'ARRAY', items: { anyOf: [{ type: 'INTEGER' }, { type: 'BOOLEAN' }] } },
    },
  }
  const { format } = parse({
    generationConfig: { responseMimeType: 'application/json', responseSchema },
  }).output
  // As text, since the order of the fields is what `propertyOrdering` asks for.
  expect('schema' in format && JSON.stringify(format.schema)).toBe(
    JSON.stringify({
      type: 'object',
      properties: {
        b: { type: 'array', items: { anyOf: [{ type: 'integer' }, { type: 'boolean' }] } },
        a: { type: ['string', 'null'], enum: ['x', null], minLength: 2 },
      },
    }),
  )
})

test.each([
  [{ includeThoughts: true, thinkingLevel: 'low' }, { effort: 'low' }, false],
  [{ thinkingBudget: 0 }, { enabled: false }, true],
  [{ thinkingBudget: -1 }, { enabled: true, adaptive: true, exclude: true }, true],
  [{}, undefined, true],
])('thinking %j', (thinkingConfig, reasoning, hidesReasoning) => {
  expect(parse({ generationConfig: { thinkingConfig } })).toMatchObject({ reasoning, hidesReasoning })
})

test.each([
  [{ contents: [] }, 'contents'],
  [{ contents: 'Hi' }, 'contents'],
  [{ contents: [{ role: 'assistant', parts: [] }] }, 'contents[0].role'],
  [{ contents: [{ parts: [{ text: 1 }] }] }, 'contents[0].parts[0].text'],
  [{ generationConfig: { temperature: 'hot' } }, 'generationConfig.temperature'],
  [{ toolConfig: { functionCallingConfig: { mode: 'SOME' } } }, 'toolConfig.functionCallingConfig.mode'],
])('%j is refused by name', (fields, param) => {
  expect(() => parse(fields)).toThrow(
    expect.objectContaining({ code: 'invalid_request', details: { param } }),
  )
})
