import { expect, test } from 'vitest'
import type { Message, Part } from '../../core/request.ts'
import { call, encoded, result, text, user } from './request.fixture.ts'

test('opening instructions are the system instruction, later ones stay in their place', () => {
  const { body } = encoded({
    messages: [
      { role: 'system', parts: [text('Be brief.')] },
      { role: 'developer', parts: [text('Be kind.')] },
      { role: 'user', parts: [text('Hi')] },
      { role: 'system', parts: [text('Now in French.')] },
      { role: 'assistant', parts: [text('Salut')] },
    ],
  })
  expect(body.systemInstruction).toEqual({ parts: [{ text: 'Be brief.' }, { text: 'Be kind.' }] })
  expect(body.contents).toEqual([
    { role: 'user', parts: [{ text: 'Hi' }, { text: 'Now in French.' }] },
    { role: 'model', parts: [{ text: 'Salut' }] },
  ])
})

test('instructions alone are a conversation', () => {
  const { body } = encoded({ messages: [{ role: 'system', parts: [text('Say hi.')] }] })
  expect(body).toEqual({ contents: [{ role: 'user', parts: [{ text: 'Say hi.' }] }] })
})

test('results find their names by id, stand together, and keep objects, text and errors apart', () => {
  const { body } = encoded({
    messages: [
      user('Go'),
      { role: 'assistant', parts: [call('1', 'a'), call('2', 'b'), call('3', 'c')] },
      { role: 'tool', parts: [result('1', [text('{"x":[1]}')])] },
      { role: 'tool', parts: [result('2', [text('plain')])] },
      { role: 'tool', parts: [{ ...result('3', [text('gone')]), isError: true }] },
      user('Well?'),
    ],
  })
  expect(body.contents.at(-1)?.parts).toEqual([
    { functionResponse: { id: '1', name: 'a', response: { x: [1] } } },
    { functionResponse: { id: '2', name: 'b', response: { output: 'plain' } } },
    { functionResponse: { id: '3', name: 'c', response: { error: 'gone' } } },
    { text: 'Well?' },
  ])
})

const PNG: Part = { type: 'image', source: { type: 'base64', data: 'aW1n' }, mediaType: 'image/png' }
const INLINE_PNG = { inlineData: { mimeType: 'image/png', data: 'aW1n' } }

test('a picture in a result is inside it for Gemini 3, and follows it for older models', () => {
  const messages: Message[] = [
    user('Go'),
    { role: 'assistant', parts: [call('1', 'a'), call('2', 'a')] },
    { role: 'tool', parts: [result('1', [PNG]), result('2', [text('ok')])] },
  ]
  const response = { functionResponse: { id: '1', name: 'a', response: {} } }
  const second = { functionResponse: { id: '2', name: 'a', response: { output: 'ok' } } }
  expect(encoded({ messages }, 'gemini-2.5-flash').body.contents[2]?.parts).toEqual([
    response,
    second,
    INLINE_PNG,
  ])
  expect(encoded({ messages }, 'gemini-3-flash-preview').body.contents[2]?.parts).toEqual([
    { functionResponse: { ...response.functionResponse, parts: [INLINE_PNG] } },
    second,
  ])
})

test('own signatures go back on the parts they came with, foreign ones never', () => {
  const own = { owner: 'gemini', value: 'c2ln' } as const
  const foreign = { owner: 'anthropic-messages', value: 'c2VjcmV0' } as const
  const { body, dropped } = encoded({
    messages: [
      user('Go'),
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', text: 'Hm.', proof: foreign },
          { type: 'reasoning', text: '', redacted: true, proof: foreign },
          { type: 'text', text: '', proof: own },
          { type: 'text', text: 'Well', proof: own },
          { ...call('1', 'a'), proof: own },
        ],
      },
    ],
  })
  expect(body.contents[1]?.parts).toEqual([
    { text: 'Hm.', thought: true },
    { text: '', thoughtSignature: 'c2ln' },
    { text: 'Well', thoughtSignature: 'c2ln' },
    { functionCall: { id: '1', name: 'a', args: {} }, thoughtSignature: 'c2ln' },
  ])
  expect(dropped).toEqual(['proof'])
})

test('Gemini 3 is excused from signatures that are missing in the current turn only', () => {
  const step = (id: string): Message[] => [
    { role: 'assistant', parts: [call(id, 'a'), call(`${id}b`, 'a')] },
    { role: 'tool', parts: [result(id, [text('ok')]), result(`${id}b`, [text('ok')])] },
  ]
  const done: Message = { role: 'assistant', parts: [text('Done.')] }
  const messages = [user('Go'), ...step('1'), done, user('Again'), ...step('2'), ...step('3')]
  const signatures = (model: string) =>
    encoded({ messages }, model)
      .body.contents.flatMap(({ parts }) => parts)
      .filter(({ functionCall }) => functionCall !== undefined)
      .map(({ thoughtSignature }) => thoughtSignature)
  const excuse = 'skip_thought_signature_validator'
  const three = [undefined, undefined, excuse, undefined, excuse, undefined]
  expect(signatures('gemini-3-pro-preview')).toEqual(three)
  expect(signatures('gemini-flash-latest')).toEqual(three)
  expect(signatures('gemini-2.5-pro')).toEqual(Array(6).fill(undefined))
})

test('opaque parts go back to their owner bit for bit, a candidate’s metadata to nobody', () => {
  const code = { executableCode: { code: '1' }, thoughtSignature: 'c2ln' }
  const { body, dropped } = encoded({
    messages: [
      user('Go'),
      {
        role: 'assistant',
        parts: [
          { type: 'opaque', owner: 'gemini', value: code },
          { type: 'opaque', owner: 'gemini', value: { candidateMetadata: {} } },
          { type: 'opaque', owner: 'anthropic-messages', value: { type: 'server_tool_use' } },
        ],
      },
    ],
  })
  expect(body.contents[1]?.parts).toEqual([code])
  expect(dropped).toEqual(['opaque'])
})

test('media by bytes, URL and file id; another provider’s file is reported', () => {
  const { body, dropped } = encoded({
    messages: [
      {
        role: 'user',
        parts: [
          PNG,
          { type: 'image', source: { type: 'url', url: 'https://a.example/b.webp?c=1' } },
          { type: 'file', source: { type: 'file-id', id: 'https://g/files/1', owner: 'gemini' } },
          { type: 'file', source: { type: 'file-id', id: 'file_1', owner: 'openai-chat' } },
          { type: 'file', source: { type: 'text', text: 'A document.' }, fileName: 'a.txt' },
          {
            type: 'video',
            source: { type: 'base64', data: 'AA==' },
            extras: { gemini: { videoMetadata: { fps: 2 } } },
          },
        ],
      },
    ],
  })
  expect(body.contents[0]?.parts).toEqual([
    INLINE_PNG,
    { fileData: { fileUri: 'https://a.example/b.webp?c=1', mimeType: 'image/webp' } },
    { fileData: { fileUri: 'https://g/files/1' } },
    { text: 'A document.' },
    { videoMetadata: { fps: 2 }, inlineData: { mimeType: 'video/mp4', data: 'AA==' } },
  ])
  expect(dropped).toEqual(['file.file-id', 'fileName'])
})

test('call arguments become an object whatever they were', () => {
  const args = (raw: string, custom = false) => {
    const parts: Part[] = [{ ...call('1', 'a'), arguments: raw, ...(custom ? { custom } : {}) }]
    const { body } = encoded({ messages: [user('Go'), { role: 'assistant', parts }] })
    return body.contents[1]?.parts[0]?.functionCall
  }
  expect(args('{"a":1}')).toMatchObject({ args: { a: 1 } })
  expect(args('')).toMatchObject({ args: {} })
  expect(args('null')).toMatchObject({ args: {} })
  expect(args('{"a":')).toMatchObject({ args: { input: '{"a":' } })
  expect(args('{"a":1}', true)).toMatchObject({ args: { input: '{"a":1}' } })
})
