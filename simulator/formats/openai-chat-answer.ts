import type { Answer, AnswerPart, Choice, Finish, Frame, Tokens } from '../answer.ts'
import { frame, joined } from '../answer.ts'

/** https://platform.openai.com/docs/api-reference/chat/object */
export function renderOpenaiAnswer(answer: Answer): string {
  return JSON.stringify({
    id: answer.id,
    object: 'chat.completion',
    created: seconds(answer),
    model: answer.model,
    choices: answer.choices.map((choice, index) => ({
      index,
      message: messageOf(choice),
      logprobs: null,
      finish_reason: FINISH[choice.finish],
    })),
    ...(answer.reported === null ? {} : { usage: usageOf(answer.reported) }),
    service_tier: 'default',
    system_fingerprint: FINGERPRINT,
  })
}

/**
 * https://platform.openai.com/docs/api-reference/chat/streaming — one chunk for the role, one for each token, one with
 * the finish reason, one with the usage where it was asked for. What all chunks share is rendered once.
 */
export function* renderOpenaiStream(answer: Answer): Iterator<Frame> {
  const withUsage = answer.includeUsage && answer.reported !== null
  const head =
    `data: {"id":"${answer.id}","object":"chat.completion.chunk","created":${seconds(answer)},` +
    `"model":${JSON.stringify(answer.model)},"service_tier":"default","system_fingerprint":"${FINGERPRINT}",`
  const usage = withUsage ? ',"usage":null' : ''
  const chunk = (index: number, delta: string, finish: string | null) =>
    `${head}"choices":[{"index":${index},"delta":${delta},"logprobs":null,` +
    `"finish_reason":${finish === null ? 'null' : `"${finish}"`}}]${usage}}\n\n`
  for (const [index, choice] of answer.choices.entries()) {
    const content = choice.parts.some((part) => part.type === 'tool-call') ? 'null' : '""'
    yield frame(chunk(index, `{"role":"assistant","content":${content},"refusal":null}`, null))
    let calls = 0
    for (const part of choice.parts) {
      if (part.type === 'tool-call') yield frame(chunk(index, openCall(part, calls), null))
      for (const token of part.tokens) yield frame(chunk(index, deltaOf(part, token, calls), null), 1)
      if (part.type === 'tool-call') calls++
    }
    yield frame(chunk(index, '{}', FINISH[choice.finish]))
  }
  if (withUsage && answer.reported !== null) {
    yield frame(`${head}"choices":[],"usage":${JSON.stringify(usageOf(answer.reported))}}\n\n`)
  }
  yield { text: 'data: [DONE]\n\n', tokens: 0, isTerminator: true }
}

function openCall(part: AnswerPart & { type: 'tool-call' }, index: number): string {
  const call = { index, id: part.id, type: 'function', function: { name: part.name, arguments: '' } }
  return JSON.stringify({ tool_calls: [call] })
}

function deltaOf(part: AnswerPart, token: string, call: number): string {
  const text = JSON.stringify(token)
  switch (part.type) {
    case 'text':
      return `{"content":${text}}`
    case 'reasoning':
      return `{"reasoning_content":${text}}`
    case 'tool-call':
      return `{"tool_calls":[{"index":${call},"function":{"arguments":${text}}}]}`
  }
}

function messageOf(choice: Choice) {
  const calls = choice.parts.filter((part) => part.type === 'tool-call')
  const reasoning = joined(choice, 'reasoning')
  const content = joined(choice, 'text')
  return {
    role: 'assistant',
    content: content === '' && calls.length > 0 ? null : content,
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0
      ? {}
      : {
          tool_calls: calls.map(({ id, name, tokens }) => ({
            id,
            type: 'function',
            function: { name, arguments: tokens.join('') },
          })),
        }),
    refusal: null,
    annotations: [],
  }
}

function usageOf({ input, output, reasoning }: Tokens) {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }
}

function seconds(answer: Answer): number {
  return Math.floor(answer.createdMs / 1000)
}

const FINGERPRINT = 'fp_simulator'

const FINISH: Readonly<Record<Finish, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
}
