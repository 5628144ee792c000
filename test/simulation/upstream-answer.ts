import type { Answer, AnswerPart, Frame } from '../../simulator/answer.ts'
import { anthropic } from '../../simulator/formats/anthropic.ts'
import type { Format } from '../../simulator/formats/format.ts'
import { gemini } from '../../simulator/formats/gemini.ts'
import { openaiChat } from '../../simulator/formats/openai-chat.ts'
import { openaiResponses } from '../../simulator/formats/openai-responses.ts'
import { lorem, piecesOf } from '../../simulator/text.ts'
import { isJsonObject, type JsonObject } from '../../src/core/json.ts'
import type { WireFormat } from '../../src/core/request.ts'
import type { Chance } from './chance.ts'

export const FORMATS: Readonly<Record<WireFormat, Format>> = {
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
  'anthropic-messages': anthropic,
  gemini,
}

/** What one call would be answered with, if nothing went wrong. */
export interface UpstreamAnswer {
  readonly whole: string
  readonly frames: readonly Frame[]
  /** So many frames have to arrive before the answer may be taken for whole. */
  readonly framesToFinish: number
  readonly text: string
  readonly args: string
  readonly usage: { readonly input: number; readonly output: number }
  /** Whether it says what it took, in a stream and in a whole answer. */
  readonly reports: { readonly stream: boolean; readonly whole: boolean }
}

interface Question {
  /** Of the call; it is in the answer, so that no other answer has the same words. */
  readonly number: number
  readonly wire: WireFormat
  readonly model: string
  readonly body: JsonObject
  readonly nowMs: number
}

export function upstreamAnswer(
  { number, wire, model, body, nowMs }: Question,
  chance: Chance,
): UpstreamAnswer {
  const tokensMax = Math.min(tokensAllowed(body), 60)
  const part =
    hasTools(body) && chance.happens(0.5) ? callPart(number, wire) : textPart(number, tokensMax, chance)
  const tokens = { input: tokensOf(body), output: Math.min(part.tokens.length, tokensMax), reasoning: 0 }
  const saysUsage = chance.happens(0.85)
  const answer: Answer = {
    id: `answer-${number}`,
    model,
    createdMs: nowMs,
    choices: [{ parts: [part], finish: part.type === 'text' ? 'stop' : 'tool-calls', stopSequence: null }],
    tokens,
    reported: saysUsage ? tokens : null,
    includeUsage: isJsonObject(body.stream_options) && body.stream_options.include_usage === true,
    isBlocked: false,
  }
  const frames = [...iterated(FORMATS[wire].renderStream(answer))]
  const hasReport = wire === 'openai-chat' && answer.includeUsage && saysUsage
  return {
    whole: FORMATS[wire].renderAnswer(answer),
    frames,
    framesToFinish: frames.length - (wire === 'openai-chat' ? 1 : 0) - (hasReport ? 1 : 0),
    text: part.type === 'text' ? part.tokens.join('') : '',
    args: part.type === 'tool-call' ? part.tokens.join('') : '',
    usage: tokens,
    reports: { stream: wire === 'openai-chat' ? hasReport : saysUsage, whole: saysUsage },
  }
}

function textPart(number: number, tokensMax: number, chance: Chance): AnswerPart {
  const words = lorem(chance.random, chance.integer(1, tokensMax))
  return { type: 'text', tokens: [`${number}: `, ...words.slice(1)], signature: null }
}

function callPart(number: number, wire: WireFormat): AnswerPart {
  const tokens = piecesOf(JSON.stringify({ words: `of call ${number}` }))
  const id = FORMATS[wire].callId((prefix) => `${prefix}${number}`)
  return { type: 'tool-call', id, name: 'write', tokens, signature: null }
}

/** What the gateway has told this provider to stay below, in the format's own field. */
function tokensAllowed(body: JsonObject): number {
  const { generationConfig } = body
  const fields = [
    body.max_tokens,
    body.max_completion_tokens,
    isJsonObject(generationConfig) ? generationConfig.maxOutputTokens : undefined,
  ]
  return fields.find((field) => typeof field === 'number') ?? Number.POSITIVE_INFINITY
}

function hasTools(body: JsonObject): boolean {
  return Array.isArray(body.tools) && body.tools.length > 0
}

/** A thrifty tokenizer, so that no honest estimate is below it. */
function tokensOf(body: JsonObject): number {
  const [first] = [body.messages, body.contents].filter(Array.isArray)
  return 1 + Math.floor(JSON.stringify(first ?? []).length / 16)
}

function* iterated<Value>(iterator: Iterator<Value>): Generator<Value> {
  for (let next = iterator.next(); next.done !== true; next = iterator.next()) yield next.value
}
