import { describe, expect, test } from 'vitest'
import { corpusLines, hasCorpora } from '../../test/corpora.ts'
import { collect } from '../core/collect.ts'
import type { SseFrame } from '../core/provider.ts'
import type { Message, Part } from '../core/request.ts'
import { SseParser } from '../wire/sse.ts'
import { request } from './gemini/request.fixture.ts'
import { gemini } from './gemini.ts'

describe.skipIf(!hasCorpora)('recorded conversations', () => {
  const pairs = hasCorpora ? followUps() : []

  test('are enough to mean something', () => {
    expect(pairs.length).toBeGreaterThan(25)
  })

  test.each(pairs)('$id: signatures go back as they came', ({ answer, sent }) => {
    const messages: Message[] = [
      { role: 'user', parts: [{ type: 'text', text: 'Hello' }] },
      { role: 'assistant', parts: answer },
    ]
    const target = { model: 'gemini-2.5-pro', maxOutputTokens: null, reasons: null }
    const { body } = gemini.encode(request({ messages }), target)
    const turn = lastModelTurn(body)
    expect(signatures(turn)).toEqual(signatures(sent))
    expect(callsOf(turn)).toEqual(callsOf(sent))
  })
})

/** As much of a recorded request as is compared. Some clients write names in the other of protobuf's two styles. */
interface WireRequest {
  readonly contents?: readonly { readonly role?: string; readonly parts: readonly WirePart[] }[]
}

interface WirePart {
  readonly thoughtSignature?: string
  readonly thought_signature?: string
  readonly functionCall?: WireCall
  readonly function_call?: WireCall
}

interface WireCall {
  readonly name?: string
  readonly args?: object
}

interface Cassette {
  readonly origin: string
  readonly seq: number
  readonly request: WireRequest
  readonly response: unknown
}

function readCassettes(file: string): Cassette[] {
  return corpusLines(`recordings/${file}`).map((line) => JSON.parse(line) as Cassette)
}

const CASSETTES = [
  'test_code_execution',
  'test_google',
  'test_multimodal_tool_returns',
  'test_structured_output',
  'test_thinking_native_tools',
  'test_tool_availability_portability',
  'test_tool_search',
]

/** Answers with signatures whose conversation goes on, with the signatures that the client then sent back. */
function followUps(): { id: string; answer: readonly Part[]; sent: readonly WirePart[] }[] {
  const cassettes = CASSETTES.flatMap((name) => readCassettes(`pydantic-ai/${name}.jsonl`))
  return [...cassettes, ...readCassettes('simonw-llm-gemini/test_gemini.jsonl')].flatMap(
    (cassette, position, all) => {
      const next = all[position + 1]
      if (next?.origin !== cassette.origin || next.seq !== cassette.seq + 1) return []
      const frames = framesOf(cassette.response)
      if (!frames.some(({ data }) => data.includes('thoughtSignature'))) return []
      const sent = lastModelTurn(next.request)
      // Two clients began anew instead, or forgot the signatures themselves.
      if (signatures(sent).length === 0) return []
      const decoder = gemini.createDecoder({ newId: () => 'call' })
      const events = [...frames.flatMap((frame) => decoder.step(frame)), ...decoder.end()]
      const [choice] = collect(events).choices
      return [{ id: `${cassette.origin} ${cassette.seq}`, answer: choice?.parts ?? [], sent }]
    },
  )
}

function framesOf(response: unknown): SseFrame[] {
  if (typeof response !== 'string') return [{ event: 'message', data: JSON.stringify(response) }]
  const parser = new SseParser()
  return [...parser.push(Buffer.from(response)), ...parser.end()]
}

function lastModelTurn({ contents }: WireRequest): readonly WirePart[] {
  return contents?.findLast(({ role }) => role === 'model')?.parts ?? []
}

/** Clients that hold signatures as bytes write them in the other alphabet of base64. */
function signatures(parts: readonly WirePart[]): string[] {
  return parts
    .map((part) => part.thoughtSignature ?? part.thought_signature ?? '')
    .filter((signature) => signature !== '')
    .map((signature) => signature.replaceAll('-', '+').replaceAll('_', '/'))
}

function callsOf(parts: readonly WirePart[]): unknown[] {
  const calls = parts.map((part) => part.functionCall ?? part.function_call)
  return calls.flatMap((call) => (call === undefined ? [] : [[call.name, call.args ?? {}]]))
}
