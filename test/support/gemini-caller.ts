import {
  type Content,
  type FunctionCall,
  type GenerateContentParameters,
  type GenerateContentResponse,
  GoogleGenAI,
  type Part,
} from '@google/genai'
import type { JsonObject, JsonValue } from '../../src/core/json.ts'
import type { Caller, Conversation, Image, Mode, Read, Settings, Told } from './conversation.ts'

/** Google's client, as its users make it. */
export function geminiClient(url: string, key: string): GoogleGenAI {
  return new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: url } })
}

export function geminiCaller(url: string, key: string): Caller {
  const client = geminiClient(url, key)
  return {
    dialect: 'gemini',
    converse: (settings) => new GeminiConversation(client, settings),
    async parseCity(model, text, mode) {
      const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
      const config = { responseMimeType: 'application/json', responseJsonSchema: schema }
      const { response } = await ask(client, { model, contents: text, config }, mode)
      return JSON.parse(response.map(({ text: piece }) => piece ?? '').join('')) as unknown
    },
    async leaveStream(model, text) {
      const leaving = new AbortController()
      const config = { abortSignal: leaving.signal }
      const stream = await client.models.generateContentStream({ model, contents: text, config })
      let pieces = 0
      try {
        for await (const _ of stream) if (++pieces === 2) leaving.abort()
      } catch (error) {
        if (!leaving.signal.aborted) throw error
      }
    },
    readStream: (model, text) => readStream(client, model, text),
  }
}

async function readStream(client: GoogleGenAI, model: string, contents: string): Promise<Read> {
  let text = ''
  let isWhole = false
  try {
    for await (const chunk of await client.models.generateContentStream({ model, contents })) {
      text += chunk.text ?? ''
      isWhole ||= chunk.candidates?.[0]?.finishReason !== undefined
    }
    return { text, error: isWhole ? null : new Error('The stream ended without a finish reason.') }
  } catch (error) {
    return { text, error }
  }
}

interface Answered {
  readonly response: readonly GenerateContentResponse[]
  readonly parts: readonly Part[]
}

async function ask(client: GoogleGenAI, request: GenerateContentParameters, mode: Mode): Promise<Answered> {
  const response: GenerateContentResponse[] = []
  if (mode === 'whole') response.push(await client.models.generateContent(request))
  else for await (const chunk of await client.models.generateContentStream(request)) response.push(chunk)
  return { response, parts: response.flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? []) }
}

class GeminiConversation implements Conversation {
  readonly #client: GoogleGenAI
  readonly #settings: Settings
  readonly #contents: Content[] = []
  /** The calls of the last answer, by the ids that `toldBy` gives them. */
  #calls = new Map<string, FunctionCall>()

  constructor(client: GoogleGenAI, settings: Settings) {
    this.#client = client
    this.#settings = settings
  }

  say(text: string, image?: Image): void {
    const picture = image && { inlineData: { mimeType: image.mediaType, data: image.base64 } }
    this.#contents.push({ role: 'user', parts: [{ text }, ...(picture === undefined ? [] : [picture])] })
  }

  results(byCallId: ReadonlyMap<string, string>): void {
    const parts = [...byCallId].map(([told, output]) => {
      const { id, name = '' } = this.#calls.get(told) ?? {}
      return { functionResponse: { ...(id === undefined ? {} : { id }), name, response: { output } } }
    })
    this.#contents.push({ role: 'user', parts })
  }

  async answer(mode: Mode): Promise<Told> {
    const { model, tools, maxTokens } = this.#settings
    const config = {
      thinkingConfig: { includeThoughts: true },
      ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
      ...(tools === undefined
        ? {}
        : {
            tools: [
              {
                functionDeclarations: tools.map(({ name, parameters }) => ({
                  name,
                  parametersJsonSchema: parameters,
                })),
              },
            ],
          }),
    }
    const answered = await ask(this.#client, { model, contents: this.#contents, config }, mode)
    this.#contents.push({ role: 'model', parts: [...answered.parts] })
    const called = answered.parts.flatMap(({ functionCall }) => functionCall ?? [])
    this.#calls = new Map(called.map((call, place) => [idOf(call, place), call]))
    return toldBy(answered, called)
  }
}

/** Gemini's own API sends none with most models; results are told apart by their order then. */
function idOf({ id }: FunctionCall, place: number): string {
  return id ?? `the call at ${place}`
}

function toldBy({ response, parts }: Answered, called: readonly FunctionCall[]): Told {
  const texts = (isThought: boolean) =>
    parts.map(({ text, thought }) => ((thought ?? false) === isThought ? (text ?? '') : '')).join('')
  const calls = called.map((call, place) => ({
    id: idOf(call, place),
    name: call.name ?? '',
    arguments: (call.args ?? {}) as JsonValue, // It came as JSON.
  }))
  const last = response.at(-1)
  const finish = FINISHES.get(String(last?.candidates?.[0]?.finishReason)) ?? 'none'
  const usage: JsonObject = { ...last?.usageMetadata } as JsonObject // It came as JSON.
  const count = (name: string) => (typeof usage[name] === 'number' ? usage[name] : 0)
  return {
    text: texts(false),
    reasoning: texts(true),
    calls,
    finish: finish === 'stop' && calls.length > 0 ? 'tool-calls' : finish,
    usage: {
      input: count('promptTokenCount') + count('toolUsePromptTokenCount'),
      output: count('candidatesTokenCount') + count('thoughtsTokenCount'),
    },
  }
}

const FINISHES = new Map([
  ['STOP', 'stop'],
  ['MAX_TOKENS', 'length'],
])
