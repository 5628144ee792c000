import Anthropic from '@anthropic-ai/sdk'
import type { FinishReason } from '../../src/core/event.ts'
import type { JsonValue } from '../../src/core/json.ts'
import { clientOf } from '../anthropic/sdk.ts'
import { counted, NOTHING_SAID, type Substance } from './substance.ts'

type Message = Anthropic.Beta.BetaMessage

/** A whole answer, as Anthropic's own client gives it. The beta client reads all that the stable one does, and more. */
export async function readAnthropicWhole(output: Buffer, status: number): Promise<Substance> {
  try {
    return substance(await clientOf(output.toString(), status).beta.messages.create(ASKED))
  } catch (error) {
    if (error instanceof Anthropic.APIError) return NOTHING_SAID
    throw error
  }
}

/** A stream, as its accumulator gives it; up to where it broke off, if it did. */
export async function readAnthropicStream(output: Buffer): Promise<Substance> {
  const stream = clientOf(output).beta.messages.stream(ASKED)
  let last: Message | null = null
  stream.on('streamEvent', (_, snapshot) => {
    last = snapshot
  })
  try {
    return substance(await stream.finalMessage())
  } catch (error) {
    if (!(error instanceof Anthropic.APIError)) throw error
    return last === null ? NOTHING_SAID : { ...substance(last), finish: null }
  }
}

const ASKED = { model: 'smart', max_tokens: 64, messages: [{ role: 'user' as const, content: 'Hi' }] }

function substance({ content, stop_reason, usage }: Message): Substance {
  const read = usage.cache_read_input_tokens ?? 0
  const written = usage.cache_creation_input_tokens ?? 0
  return {
    text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    reasoning: content.map((block) => (block.type === 'thinking' ? block.thinking : '')).join(''),
    refusal: '',
    calls: content.flatMap(
      (block): Substance['calls'] =>
        block.type === 'tool_use' ? [[block.name, block.input as JsonValue]] : [], // It came as JSON.
    ),
    finish: FINISHES[stop_reason ?? ''] ?? null,
    usage: counted({
      input: usage.input_tokens + read + written,
      output: usage.output_tokens,
      cacheRead: read,
      cacheWrite: written,
      reasoning: usage.output_tokens_details?.thinking_tokens,
    }),
  }
}

const FINISHES: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  tool_use: 'tool-calls',
  refusal: 'refusal',
  pause_turn: 'pause',
  compaction: 'pause',
  model_context_window_exceeded: 'context-length',
}
