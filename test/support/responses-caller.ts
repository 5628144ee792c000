import OpenAI from 'openai'
import { zodTextFormat } from 'openai/helpers/zod'
import { z } from 'zod'
import type { JsonValue } from '../../src/core/json.ts'
import type { Caller, Conversation, Image, Mode, Read, Settings, Told } from './conversation.ts'
import { openaiClient } from './openai-caller.ts'

type Item = OpenAI.Responses.ResponseInputItem
type Response = OpenAI.Responses.Response

/** OpenAI's client again, by its newer API. It keeps the conversation itself and sends it whole, item by item. */
export function responsesCaller(url: string, key: string): Caller {
  const client = openaiClient(url, key)
  return {
    dialect: 'responses',
    converse: (settings) => new ResponsesConversation(client, settings),
    async parseCity(model, input, mode) {
      const text = { format: zodTextFormat(z.object({ city: z.string() }), 'place') }
      const request = { model, input, text }
      const response =
        mode === 'whole'
          ? await client.responses.parse(request)
          : await client.responses.stream(request).finalResponse()
      return response.output_parsed
    },
    async leaveStream(model, input) {
      const stream = await client.responses.create({ model, input, stream: true })
      let pieces = 0
      for await (const { type } of stream) {
        if (type === 'response.output_text.delta' && ++pieces === 2) stream.controller.abort()
      }
    },
    readStream: (model, input) => readStream(client, model, input),
  }
}

async function readStream(client: OpenAI, model: string, input: string): Promise<Read> {
  let text = ''
  try {
    for await (const event of await client.responses.create({ model, input, stream: true })) {
      if (event.type === 'response.output_text.delta') text += event.delta
    }
    return { text, error: null }
  } catch (error) {
    return { text, error }
  }
}

class ResponsesConversation implements Conversation {
  readonly #client: OpenAI
  readonly #settings: Settings
  readonly #input: Item[] = []

  constructor(client: OpenAI, settings: Settings) {
    this.#client = client
    this.#settings = settings
  }

  say(text: string, image?: Image): void {
    const url = `data:${image?.mediaType};base64,${image?.base64}`
    const picture = { type: 'input_image' as const, image_url: url, detail: 'auto' as const }
    const content = [{ type: 'input_text' as const, text }, ...(image === undefined ? [] : [picture])]
    this.#input.push({ role: 'user', content })
  }

  results(byCallId: ReadonlyMap<string, string>): void {
    for (const [call_id, output] of byCallId)
      this.#input.push({ type: 'function_call_output', call_id, output })
  }

  async answer(mode: Mode): Promise<Told> {
    const { model, tools, maxTokens, keeps } = this.#settings
    const request = {
      model,
      input: this.#input,
      store: false,
      include: ['reasoning.encrypted_content' as const],
      ...(maxTokens === undefined ? {} : { max_output_tokens: maxTokens }),
      ...(tools === undefined
        ? {}
        : { tools: tools.map((tool) => ({ type: 'function' as const, strict: false, ...tool })) }),
    }
    const response =
      mode === 'whole'
        ? await this.#client.responses.create(request)
        : await this.#client.responses.stream(request).finalResponse()
    const kept = response.output.filter(({ type }) => keeps !== 'nothing' || type !== 'reasoning')
    // What is put out may be put in again, as OpenAI's guides do it; its types know of a few items that may not.
    this.#input.push(...(kept as Item[]))
    return toldBy(response)
  }
}

function toldBy({ output, output_text, status, incomplete_details, usage }: Response): Told {
  const calls = output.filter((item) => item.type === 'function_call')
  const thoughts = output.filter((item) => item.type === 'reasoning')
  return {
    text: output_text,
    reasoning: thoughts
      .flatMap(({ summary, content = [] }) => [...summary, ...content].map(({ text }) => text))
      .join(''),
    calls: calls.map(({ call_id: id, name, arguments: args }) => ({
      id,
      name,
      arguments: JSON.parse(args) as JsonValue,
    })),
    finish: finishOf(status, incomplete_details?.reason, calls.length),
    usage: usage === undefined ? null : { input: usage.input_tokens, output: usage.output_tokens },
  }
}

function finishOf(status: Response['status'], reason: string | undefined, calls: number): string {
  if (status === 'completed') return calls > 0 ? 'tool-calls' : 'stop'
  return reason === 'max_output_tokens' ? 'length' : (reason ?? status ?? '')
}
