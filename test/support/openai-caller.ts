import OpenAI from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import { z } from 'zod'
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts'
import type { Caller, Conversation, Image, Mode, Read, Settings, Told } from './conversation.ts'

type Message = OpenAI.ChatCompletionMessageParam
type Completion = OpenAI.ChatCompletion

/** OpenAI's client, as its users make it. It does not retry, so that tests see each refusal. */
export function openaiClient(url: string, key: string): OpenAI {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 })
}

export function openaiCaller(url: string, key: string): Caller {
  const client = openaiClient(url, key)
  const ask = (model: string, text: string) => ({
    model,
    messages: [{ role: 'user' as const, content: text }],
  })
  return {
    dialect: 'openai',
    converse: (settings) => new OpenAIConversation(client, settings),
    async parseCity(model, text, mode) {
      const format = { response_format: zodResponseFormat(z.object({ city: z.string() }), 'place') }
      const request = { ...ask(model, text), ...format }
      const completion =
        mode === 'whole'
          ? await client.chat.completions.parse(request)
          : await client.chat.completions.stream(request).finalChatCompletion()
      return completion.choices[0]?.message.parsed
    },
    async leaveStream(model, text) {
      const stream = await client.chat.completions.create({ ...ask(model, text), stream: true })
      let pieces = 0
      for await (const _ of stream) if (++pieces === 2) stream.controller.abort()
    },
    readStream: (model, text) => readStream(client, ask(model, text)),
  }
}

async function readStream(client: OpenAI, request: { model: string; messages: Message[] }): Promise<Read> {
  let text = ''
  try {
    const stream = await client.chat.completions.create({ ...request, stream: true })
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    return { text, error: null }
  } catch (error) {
    return { text, error }
  }
}

class OpenAIConversation implements Conversation {
  readonly #client: OpenAI
  readonly #settings: Settings
  readonly #messages: Message[] = []

  constructor(client: OpenAI, settings: Settings) {
    this.#client = client
    this.#settings = settings
  }

  say(text: string, image?: Image): void {
    const words = { type: 'text' as const, text }
    const url = `data:${image?.mediaType};base64,${image?.base64}`
    const picture = { type: 'image_url' as const, image_url: { url } }
    this.#messages.push({ role: 'user', content: image === undefined ? text : [words, picture] })
  }

  results(byCallId: ReadonlyMap<string, string>): void {
    for (const [id, content] of byCallId) this.#messages.push({ role: 'tool', tool_call_id: id, content })
  }

  async answer(mode: Mode): Promise<Told> {
    const { model, tools, maxTokens } = this.#settings
    const request = {
      model,
      messages: this.#messages,
      ...(maxTokens === undefined ? {} : { max_completion_tokens: maxTokens }),
      ...(tools === undefined
        ? {}
        : { tools: tools.map((tool) => ({ type: 'function' as const, function: { ...tool } })) }),
    }
    const completion =
      mode === 'whole'
        ? await this.#client.chat.completions.create(request)
        : await this.#streamed({ ...request, stream_options: { include_usage: true } })
    const message = completion.choices[0]?.message
    if (message !== undefined) this.#messages.push(this.#kept(message))
    return toldBy(completion)
  }

  #kept(message: OpenAI.ChatCompletionMessage): Message {
    if (this.#settings.keeps !== 'nothing') return message
    const { role, content, tool_calls } = message
    const calls = (tool_calls ?? []).flatMap((call) => {
      if (call.type !== 'function') return []
      const { name, arguments: args } = call.function
      return { id: call.id, type: call.type, function: { name, arguments: args } }
    })
    return { role, content, ...(calls.length === 0 ? {} : { tool_calls: calls }) }
  }

  /**
   * The SDK's accumulator knows no reasoning: of fields that OpenAI itself does not have it keeps the last piece. Its
   * users join those themselves, as OpenRouter tells them to.
   */
  async #streamed(request: Omit<OpenAI.ChatCompletionCreateParamsStreaming, 'stream'>): Promise<Completion> {
    const details: JsonValue[] = []
    let reasoning = ''
    const stream = this.#client.chat.completions.stream(request)
    stream.on('chunk', (chunk) => {
      const delta = JSON.parse(JSON.stringify(chunk.choices[0]?.delta ?? {})) as JsonObject // It came as JSON.
      if (Array.isArray(delta.reasoning_details)) details.push(...delta.reasoning_details)
      reasoning += reasoningOf(delta)
    })
    const completion = await stream.finalChatCompletion()
    const [choice] = completion.choices
    if (choice === undefined || this.#settings.keeps === 'what-the-sdk-keeps') return completion
    const kept = { reasoning, reasoning_content: reasoning, reasoning_details: details }
    return { ...completion, choices: [{ ...choice, message: { ...choice.message, ...kept } }] }
  }
}

export function toldBy(completion: Completion): Told {
  const [choice] = completion.choices
  const message = choice?.message
  const calls = (message?.tool_calls ?? []).flatMap((call) =>
    call.type === 'function'
      ? [
          {
            id: call.id,
            name: call.function.name,
            arguments: JSON.parse(call.function.arguments) as JsonValue,
          },
        ]
      : [],
  )
  const { usage } = completion
  return {
    text: message?.content ?? '',
    reasoning: reasoningOf(JSON.parse(JSON.stringify(message ?? {})) as JsonObject), // It came as JSON.
    calls,
    finish: (choice?.finish_reason ?? '').replace('tool_calls', 'tool-calls'),
    usage: usage == null ? null : { input: usage.prompt_tokens, output: usage.completion_tokens },
  }
}

function reasoningOf(message: JsonObject): string {
  const text = message.reasoning ?? message.reasoning_content
  return isJsonObject(message) && typeof text === 'string' ? text : ''
}
