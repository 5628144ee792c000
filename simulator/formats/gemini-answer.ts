import type { Answer, AnswerPart, Choice, Finish, Frame, Tokens } from '../answer.ts'
import { frame } from '../answer.ts'

/** https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse */
export function renderGeminiAnswer(answer: Answer): string {
  if (answer.isBlocked)
    return JSON.stringify({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, ...tail(answer) })
  return JSON.stringify({
    candidates: answer.choices.map((choice, index) => ({
      content: { parts: wholeParts(choice), role: 'model' },
      finishReason: FINISH[choice.finish],
      index,
    })),
    ...tail(answer),
  })
}

/**
 * One chunk for each token of text, one for each whole function call, and a last one without text that has the finish
 * reason. Usage grows from chunk to chunk. Lines end in CRLF, as the real API's do.
 */
export function* renderGeminiStream(answer: Answer): Iterator<Frame> {
  if (answer.isBlocked) {
    yield { text: framed(renderGeminiAnswer(answer)), tokens: 0, isTerminator: true }
    return
  }
  const identity = JSON.stringify({ modelVersion: answer.model, responseId: answer.id }).slice(1)
  const sent = { output: 0, reasoning: 0 }
  const chunk = (index: number, part: string) => {
    const usage = usageText(answer.reported, sent)
    return framed(
      `{"candidates":[{"content":{"parts":[${part}],"role":"model"},"index":${index}}],${usage}${identity}`,
    )
  }
  for (const [index, choice] of answer.choices.entries()) {
    for (const part of choice.parts) {
      for (const [text, tokens] of deltas(part)) {
        sent.output += tokens
        if (part.type === 'reasoning') sent.reasoning += tokens
        yield frame(chunk(index, text), tokens)
      }
    }
  }
  const ends = answer.choices.map((choice, index) => ({
    content: { parts: [lastPart(choice)], role: 'model' },
    finishReason: FINISH[choice.finish],
    index,
  }))
  yield { text: framed(JSON.stringify({ candidates: ends, ...tail(answer) })), tokens: 0, isTerminator: true }
}

function framed(json: string): string {
  return `data: ${json}\r\n\r\n`
}

/** The parts that stand in chunks of their own, with the tokens each carries. */
function* deltas(part: AnswerPart): Generator<readonly [text: string, tokens: number]> {
  switch (part.type) {
    case 'text':
      for (const token of part.tokens) yield [`{"text":${JSON.stringify(token)}}`, 1]
      return
    case 'reasoning':
      for (const token of part.tokens) yield [`{"text":${JSON.stringify(token)},"thought":true}`, 1]
      return
    case 'tool-call':
      yield [JSON.stringify(callPart(part)), part.tokens.length]
  }
}

/** The signature of streamed text comes on an empty part at the end. */
function lastPart(choice: Choice): object {
  const text = choice.parts.find((part) => part.type === 'text')
  return text?.signature ? { text: '', thoughtSignature: text.signature } : { text: '' }
}

function wholeParts(choice: Choice): readonly object[] {
  return choice.parts.map((part) => {
    if (part.type === 'tool-call') return callPart(part)
    const text = part.tokens.join('')
    if (part.type === 'reasoning') return { text, thought: true }
    return { text, ...(part.signature === null ? {} : { thoughtSignature: part.signature }) }
  })
}

function callPart({ name, id, tokens, signature }: AnswerPart & { type: 'tool-call' }): object {
  const args = JSON.parse(tokens.join('')) as unknown
  // The real API gives an id only now and then; a duplicated one has to be seen to do harm.
  const call = id === '' ? { name, args } : { name, args, id }
  return { functionCall: call, ...(signature === null ? {} : { thoughtSignature: signature }) }
}

function tail(answer: Answer): object {
  const usage = answer.reported === null ? {} : { usageMetadata: usageOf(answer.reported) }
  return { ...usage, modelVersion: answer.model, responseId: answer.id }
}

function usageText(reported: Tokens | null, sent: { output: number; reasoning: number }): string {
  if (reported === null) return ''
  const soFar = reported.output === 0 ? reported : { ...sent, input: reported.input }
  return `"usageMetadata":${JSON.stringify(usageOf(soFar))},`
}

/** Gemini counts thoughts apart from the candidates' tokens; the total has both. */
function usageOf({ input, output, reasoning }: Tokens): object {
  return {
    promptTokenCount: input,
    candidatesTokenCount: output - reasoning,
    totalTokenCount: input + output,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: input }],
    ...(reasoning === 0 ? {} : { thoughtsTokenCount: reasoning }),
  }
}

const FINISH: Readonly<Record<Finish, string>> = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  'tool-calls': 'STOP',
  'content-filter': 'SAFETY',
}
