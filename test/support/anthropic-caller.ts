import Anthropic from '@anthropic-ai/sdk'
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod'
import { z } from 'zod'
import type { JsonValue } from '../../src/core/json.ts'
import type { Caller, Conversation, Image, Mode, Read, Settings, Told } from './conversation.ts'

type Message = Anthropic.MessageParam

/** Anthropic's client, as its users make it. It does not retry, so that tests see each refusal. */
export function anthropicClient(url: string, key: string): Anthropic {
  return new Anthropic({ baseURL: url, apiKey: key, maxRetries: 0 })
}

export function anthropicCaller(url: string, key: string): Caller {
  const client = anthropicClient(url, key)
  const ask = (model: string, text: string) => ({
    model,
    max_tokens: MAX_TOKENS,
    messages: [{ role: 'user' as const, content: text }],
  })
  return {
    dialect: 'anthropic',
    converse: (settings) => new AnthropicConversation(client, settings),
    async parseCity(model, text, mode) {
      const format = { output_config: { format: zodOutputFormat(z.object({ city: z.string() })) } }
      const request = { ...ask(model, text), ...format }
      const message =
        mode === 'whole'
          ? await client.messages.parse(request)
          : await client.messages.stream(request).finalMessage()
      return message.parsed_output
    },
    async leaveStream(model, text) {
      const stream = await client.messages.create({ ...ask(model, text), stream: true })
      let pieces = 0
      for await (const { type } of stream) {
        if (type === 'content_block_delta' && ++pieces === 2) stream.controller.abort()
      }
    },
    readStream: (model, text) => readStream(client, ask(model, text)),
  }
}

const MAX_TOKENS = 4_096

async function readStream(client: Anthropic, request: Anthropic.MessageCreateParams): Promise<Read> {
  let text = ''
  let isWhole = false
  try {
    const stream = await client.messages.create({ ...request, stream: true })
    for await (const event of stream) {
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text
      if (event.type === 'message_stop') isWhole = true
    }
    return { text, error: isWhole ? null : new Error('The stream ended without message_stop.') }
  } catch (error) {
    return { text, error }
  }
}

class AnthropicConversation implements Conversation {
  readonly #client: Anthropic
  readonly #settings: Settings
  readonly #messages: Message[] = []

  constructor(client: Anthropic, settings: Settings) {
    this.#client = client
    this.#settings = settings
  }

  say(text: string, image?: Image): void {
    const words = { type: 'text' as const, text }
    if (image === undefined) this.#messages.push({ role: 'user', content: text })
    else {
      const source = { type: 'base64' as const, media_type: image.mediaType, data: image.base64 }
      this.#messages.push({ role: 'user', content: [words, { type: 'image', source }] })
    }
  }

  results(byCallId: ReadonlyMap<string, string>): void {
    const content = [...byCallId].map(([id, text]) => ({
      type: 'tool_result' as const,
      tool_use_id: id,
      content: text,
    }))
    this.#messages.push({ role: 'user', content })
  }

  async answer(mode: Mode): Promise<Told> {
    const { model, tools, maxTokens } = this.#settings
    const request = {
      model,
      max_tokens: maxTokens ?? MAX_TOKENS,
      messages: this.#messages,
      ...(tools === undefined
        ? {}
        : {
            tools: tools.map(({ name, parameters }) => ({
              name,
              input_schema: { ...parameters, type: 'object' as const },
            })),
          }),
    }
    const message =
      mode === 'whole'
        ? await this.#client.messages.create(request)
        : await this.#client.messages.stream(request).finalMessage()
    this.#messages.push({ role: 'assistant', content: message.content })
    return toldBy(message)
  }
}

export function toldBy({ content, stop_reason, usage }: Anthropic.Message): Told {
  const joined = (pick: (block: Anthropic.ContentBlock) => string) => content.map(pick).join('')
  const cached = (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0)
  return {
    text: joined((block) => (block.type === 'text' ? block.text : '')),
    reasoning: joined((block) => (block.type === 'thinking' ? block.thinking : '')),
    calls: content.flatMap((block) =>
      block.type === 'tool_use'
        ? [{ id: block.id, name: block.name, arguments: block.input as JsonValue }] // It came as JSON.
        : [],
    ),
    finish: FINISHES.get(stop_reason ?? '') ?? String(stop_reason),
    usage: { input: usage.input_tokens + cached, output: usage.output_tokens },
  }
}

const FINISHES = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['tool_use', 'tool-calls'],
])
