import { expect, test } from 'vitest'
import { gemini } from '../gemini.ts'
import { encoded, request, user } from './request.fixture.ts'

test('tools: schema as sent, names made safe and given back, foreign server tools reported', () => {
  const parameters = {
    type: 'object',
    properties: { a: { $ref: '#/$defs/A' } },
    $defs: { A: { type: 'null' } },
  }
  const { body, dropped, toolNames } = encoded({
    tools: [
      { type: 'function', name: 'get weather', description: 'd', parameters },
      { type: 'function', name: 'plain.name' },
      { type: 'server', owner: 'gemini', name: 'googleSearch', value: { googleSearch: {} } },
      { type: 'server', owner: 'anthropic-messages', name: 'web_search', value: {} },
      { type: 'custom', name: 'grammar' },
    ],
    toolChoice: { mode: 'required', only: ['get weather'], parallel: false },
  })
  const [wireName = ''] = [...(toolNames ?? new Map()).keys()]
  expect(wireName).toMatch(/^get_weather_[0-9a-f]{10}$/)
  expect(toolNames).toEqual(new Map([[wireName, 'get weather']]))
  expect(body.tools).toEqual([
    {
      functionDeclarations: [
        { name: wireName, description: 'd', parametersJsonSchema: parameters },
        { name: 'plain.name' },
      ],
    },
    { googleSearch: {} },
  ])
  expect(body.toolConfig).toEqual({
    functionCallingConfig: { mode: 'ANY', allowedFunctionNames: [wireName] },
  })
  expect(dropped).toEqual(['tools.web_search', 'tools.grammar', 'toolChoice.parallel'])
})

test.each([
  [{ mode: 'auto' }, undefined],
  [
    { mode: 'auto', only: ['f'] },
    { mode: 'VALIDATED', allowedFunctionNames: ['f'] },
  ],
  [{ mode: 'none' }, { mode: 'NONE' }],
  [{ mode: 'required' }, { mode: 'ANY' }],
] as const)('tool choice %j', (toolChoice, functionCallingConfig) => {
  const { body } = encoded({ tools: [{ type: 'function', name: 'f' }], toolChoice })
  expect(body.toolConfig).toEqual(functionCallingConfig && { functionCallingConfig })
})

test('every setting that Gemini has a word for is said, every other is reported', () => {
  const { body, dropped } = encoded({
    sampling: {
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      seed: 7,
      stop: ['END'],
      frequencyPenalty: 0.1,
      presencePenalty: 0,
      n: 2,
      logprobs: true,
      topLogprobs: 3,
      minP: 0.1,
      repetitionPenalty: 1.1,
      logitBias: { 1: 2 },
    },
    output: {
      maxTokens: 100,
      format: { type: 'json-schema', name: 'x', schema: { type: 'object' } },
      modalities: ['text', 'image'],
      verbosity: 'low',
      audio: { voice: 'alloy' },
    },
    cache: { key: 'k', retention: '24h', automatic: {} },
    metadata: { user: 'u', store: true, tags: { a: 1 }, serviceTier: 'flex' },
    extras: {
      gemini: { safetySettings: [], generationConfig: { mediaResolution: 'LOW' }, cachedContent: 'c' },
      'openai-chat': { prediction: {} },
    },
  })
  expect(body).toMatchObject({ safetySettings: [], cachedContent: 'c', serviceTier: 'flex' })
  expect(body.generationConfig).toEqual({
    temperature: 0.5,
    topP: 0.9,
    topK: 40,
    seed: 7,
    stopSequences: ['END'],
    frequencyPenalty: 0.1,
    candidateCount: 2,
    responseLogprobs: true,
    logprobs: 3,
    maxOutputTokens: 100,
    responseMimeType: 'application/json',
    responseJsonSchema: { type: 'object' },
    responseModalities: ['TEXT', 'IMAGE'],
    mediaResolution: 'LOW',
  })
  expect(dropped.toSorted()).toEqual(
    [
      'audio',
      'cacheKey',
      'cacheMarks',
      'cacheRetention',
      'logitBias',
      'minP',
      'prediction',
      'repetitionPenalty',
    ]
      .concat(['store', 'tags', 'user', 'verbosity'])
      .toSorted(),
  )
})

test('the URL names the model and nothing that the model’s name might smuggle in', () => {
  const path = (model: string, stream: boolean) => gemini.path({ operation: 'chat', model, stream })
  expect(path('gemini-3-flash', false)).toBe('/models/gemini-3-flash:generateContent')
  expect(path('models/gemini-3-flash', true)).toBe('/models/gemini-3-flash:streamGenerateContent?alt=sse')
  expect(path('tunedModels/mine', false)).toBe('/tunedModels/mine:generateContent')
  expect(path('../x?key=1#', false)).toBe('/models/..%2Fx%3Fkey%3D1%23:generateContent')
})

test('counting takes the whole request', () => {
  const target = { model: 'gemini-3-flash', maxOutputTokens: null, reasons: null }
  const body = gemini.countTokens?.encode(request({ messages: [user('Hi')] }), target)
  expect(body).toEqual({
    generateContentRequest: {
      model: 'models/gemini-3-flash',
      contents: [{ role: 'user', parts: [{ text: 'Hi' }] }],
    },
  })
  expect(gemini.countTokens?.path('gemini-3-flash')).toBe('/models/gemini-3-flash:countTokens')
  expect(gemini.countTokens?.decode({ totalTokens: 4 })).toBe(4)
  expect(gemini.countTokens?.decode({})).toBeNull()
})
