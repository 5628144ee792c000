import type { Answer, AnswerPart, Choice, Finish, Frame, Tokens } from '../answer.ts'
import { frame } from '../answer.ts'

/** https://docs.claude.com/en/api/messages */
export function renderAnthropicAnswer(answer: Answer): string {
  const choice = only(answer)
  return JSON.stringify({
    model: answer.model,
    id: answer.id,
    type: 'message',
    role: 'assistant',
    content: choice.parts.filter(isShown).map(blockOf),
    stop_reason: stopReason(choice),
    stop_sequence: choice.stopSequence,
    ...(answer.reported === null ? {} : { usage: usageOf(answer.reported, answer.reported.output) }),
  })
}

/** https://docs.claude.com/en/docs/build-with-claude/streaming, with the ping that follows the first block's start. */
export function* renderAnthropicStream(answer: Answer): Iterator<Frame> {
  const choice = only(answer)
  yield frame(event('message_start', startOf(answer)))
  let index = 0
  for (const part of choice.parts.filter(isShown)) {
    yield frame(event('content_block_start', { index, content_block: emptyBlock(part) }))
    if (index === 0) yield frame('event: ping\ndata: {"type": "ping"}\n\n')
    const head = `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":`
    for (const token of part.tokens) yield frame(`${head}${deltaOf(part, token)}}\n\n`, 1)
    if (part.type === 'reasoning') {
      yield frame(`${head}${JSON.stringify({ type: 'signature_delta', signature: part.signature })}}\n\n`)
    }
    yield frame(event('content_block_stop', { index }))
    index++
  }
  yield frame(event('message_delta', endOf(answer, choice)))
  yield { text: event('message_stop', {}), tokens: 0, isTerminator: true }
}

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`
}

function startOf({ id, model, reported }: Answer): object {
  const message = { model, id, type: 'message', role: 'assistant', content: [] }
  const usage = reported === null ? {} : { usage: usageOf(reported, Math.min(1, reported.output)) }
  return { message: { ...message, stop_reason: null, stop_sequence: null, ...usage } }
}

function endOf({ reported }: Answer, choice: Choice): object {
  const delta = { stop_reason: stopReason(choice), stop_sequence: choice.stopSequence }
  if (reported === null) return { delta }
  const usage = {
    input_tokens: reported.input,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: reported.output,
  }
  return { delta, usage }
}

/** Anthropic sends no empty text blocks. */
function isShown(part: AnswerPart): boolean {
  return part.type !== 'text' || part.tokens.length > 0
}

function blockOf(part: AnswerPart): object {
  const text = part.tokens.join('')
  switch (part.type) {
    case 'text':
      return { type: 'text', text }
    case 'reasoning':
      return { type: 'thinking', thinking: text, signature: part.signature }
    case 'tool-call':
      return { type: 'tool_use', id: part.id, name: part.name, input: JSON.parse(text) as unknown }
  }
}

function emptyBlock(part: AnswerPart): object {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: '' }
    case 'reasoning':
      return { type: 'thinking', thinking: '', signature: '' }
    case 'tool-call':
      return { type: 'tool_use', id: part.id, name: part.name, input: {} }
  }
}

function deltaOf(part: AnswerPart, token: string): string {
  const text = JSON.stringify(token)
  switch (part.type) {
    case 'text':
      return `{"type":"text_delta","text":${text}}`
    case 'reasoning':
      return `{"type":"thinking_delta","thinking":${text}}`
    case 'tool-call':
      return `{"type":"input_json_delta","partial_json":${text}}`
  }
}

/** Until the last event a stream reports one token of output, as the real one does. */
function usageOf(tokens: Tokens, output: number) {
  return {
    input_tokens: tokens.input,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    output_tokens: output,
    service_tier: 'standard',
  }
}

function stopReason(choice: Choice): string {
  return choice.stopSequence === null ? FINISH[choice.finish] : 'stop_sequence'
}

const FINISH: Readonly<Record<Finish, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
}

const NOTHING: Choice = { parts: [], finish: 'stop', stopSequence: null }

/** Anthropic gives one answer only. */
function only({ choices }: Answer): Choice {
  return choices[0] ?? NOTHING
}
