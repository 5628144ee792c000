import type { ChatEvent, FinishEvent, PartData, PartKind } from '../../core/event.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type { DecodeContext } from '../../core/provider.ts'
import type { Citation, Proof } from '../../core/request.ts'
import { objectOf, objectsOf, readDataUrl, readThoughtSignature, textOf } from '../../wire/openai-chat.ts'
import { audioType } from './audio-type.ts'
import { readAnnotation } from './annotation.ts'
import { finishReason } from './finish.ts'
import { readReasoning } from './read-reasoning.ts'
import { ThinkTags } from './think-tags.ts'
import { ToolCalls } from './tool-calls.ts'

export interface ChoiceOptions {
  readonly choice: number
  readonly context: DecodeContext
  /** Ids of tool calls given so far in the whole answer. */
  readonly ids: Set<string>
  readonly thinkTags: boolean
  emit(event: ChatEvent): void
}

/** The kinds of part that run on from delta to delta, one at a time. */
type RunningKind = Extract<PartKind, 'text' | 'reasoning' | 'refusal' | 'audio'>

/** Reads the deltas of one choice. Tool calls may run side by side; of all else at most one part is open. */
export class ChoiceDecoder {
  readonly #options: ChoiceOptions
  readonly #thinkTags: ThinkTags | null
  readonly #calls: ToolCalls
  #nextIndex = 0
  #isStreamed = false
  #running: { readonly kind: RunningKind; readonly index: number } | null = null
  /** The `index` of the running entry of `reasoning_details`. */
  #detail: JsonValue | undefined
  #rawReason: string | null = null
  #nativeReason: string | null = null
  /** Gemini's signature on the text, until there is a part to put it on. */
  #textProof: Proof | null = null

  constructor(options: ChoiceOptions) {
    this.#options = options
    this.#thinkTags = options.thinkTags ? new ThinkTags() : null
    this.#calls = new ToolCalls({ ...options, start: () => this.#openCall() })
  }

  get hasFinished(): boolean {
    return this.#rawReason !== null
  }

  /** A streamed choice holds a `delta`, a whole one a `message`. */
  chunk(choice: JsonObject): void {
    const delta = objectOf(choice.delta)
    // Some repeat the whole message behind its deltas (MiniMax).
    const whole = this.#isStreamed ? null : objectOf(choice.message)
    const message = delta ?? whole ?? {}
    this.#isStreamed ||= delta !== null
    this.#reasoning(message)
    this.#content(message.content)
    this.#write('refusal', textOf(message.refusal))
    this.#audio(objectOf(message.audio))
    for (const image of objectsOf(message.images)) this.#image(image)
    for (const entry of objectsOf(message.annotations))
      this.#emitData(this.#run('text'), { type: 'citation', citation: readAnnotation(entry) })
    this.#toolCalls(message, delta === null)
    this.#logprobs(objectOf(choice.logprobs))
    const signature = readThoughtSignature(message)
    if (signature !== '') this.#signText({ owner: 'gemini', value: signature })
    if (typeof choice.finish_reason === 'string') this.#rawReason = choice.finish_reason
    if (typeof choice.native_finish_reason === 'string') this.#nativeReason = choice.native_finish_reason
  }

  /** Ends every open part. `citations` are of the whole answer. */
  close(citations: readonly Citation[]): void {
    for (const piece of this.#thinkTags?.end() ?? []) this.#write(piece.kind, piece.text)
    for (const citation of citations) this.#emitData(this.#run('text'), { type: 'citation', citation })
    if (this.#textProof !== null && !this.#calls.sign(this.#textProof))
      this.#emitData(this.#run('text'), { type: 'proof', proof: this.#textProof })
    this.#stopRunning()
    for (const proof of this.#calls.close()) this.#standalone('reasoning', { type: 'proof', proof }, true)
  }

  /** Null where the reason says that the answer broke off. */
  finish(): FinishEvent | null {
    const reason = finishReason(this.#rawReason ?? '', this.#calls.count > 0)
    if (reason === null) return null
    const raw = this.#nativeReason ?? this.#rawReason
    return { type: 'finish', choice: this.#options.choice, reason, raw }
  }

  #reasoning(message: JsonObject): void {
    for (const piece of readReasoning(message)) {
      const { text, proof } = piece
      if (proof !== null && piece.of === 'text') this.#signText(proof)
      else if (proof !== null && piece.of === 'call') this.#calls.expectProof(piece.callId, proof)
      else if (piece.of === 'redacted') {
        if (proof !== null) this.#standalone('reasoning', { type: 'proof', proof }, true)
      } else {
        if (piece.index !== this.#detail && this.#running?.kind === 'reasoning') this.#stopRunning()
        this.#detail = piece.index
        this.#write('reasoning', text)
        if (proof !== null) this.#emitData(this.#run('reasoning'), { type: 'proof', proof })
      }
    }
  }

  /** A string, or the list of chunks of Mistral and Databricks. */
  #content(content: JsonValue | undefined): void {
    if (typeof content === 'string') return this.#text(content)
    for (const chunk of objectsOf(content)) {
      if (chunk.type === 'text') this.#text(textOf(chunk.text))
      else if (chunk.type === 'thinking') this.#thinking(chunk.thinking)
      else if (chunk.type === 'reasoning') this.#thinking(chunk.summary)
      else if (chunk.type === 'image_url') this.#image(chunk)
      else this.#standalone('opaque', { type: 'opaque', owner: 'openai-chat', value: chunk })
    }
  }

  #text(text: string): void {
    if (this.#thinkTags === null) this.#write('text', text)
    else for (const piece of this.#thinkTags.push(text)) this.#write(piece.kind, piece.text)
  }

  #thinking(thinking: JsonValue | undefined): void {
    if (typeof thinking === 'string') return this.#write('reasoning', thinking)
    for (const { text } of objectsOf(thinking)) this.#write('reasoning', textOf(text))
  }

  #audio(audio: JsonObject | null): void {
    const data = textOf(audio?.data)
    this.#write('audio', textOf(audio?.transcript))
    if (data !== '')
      this.#emitData(this.#run('audio'), { type: 'bytes', base64: data, mediaType: audioType(data) })
  }

  #image(image: JsonObject): void {
    const holder = image.image_url
    const url = isJsonObject(holder ?? null) ? textOf(objectOf(holder)?.url) : textOf(holder)
    if (url === '') return
    const inline = readDataUrl(url)
    if (inline === null) this.#standalone('image', { type: 'url', url })
    else this.#standalone('image', { type: 'bytes', base64: inline.data, mediaType: inline.mediaType })
  }

  #toolCalls(message: JsonObject, isWhole: boolean): void {
    const calls = objectsOf(message.tool_calls)
    for (const [position, call] of calls.entries())
      this.#calls.push(call, calls.length > 1 ? position : null, isWhole)
    const legacy = objectOf(message.function_call)
    if (legacy !== null) this.#calls.push({ index: -1, function: legacy }, null, isWhole)
  }

  #logprobs(logprobs: JsonObject | null): void {
    const content = [...objectsOf(logprobs?.content), ...objectsOf(logprobs?.refusal)]
    if (content.length === 0) return
    const index = this.#running?.index ?? this.#run('text')
    this.#emitData(index, { type: 'logprobs', content })
  }

  #signText(proof: Proof): void {
    if (this.#running?.kind === 'text') this.#emitData(this.#running.index, { type: 'proof', proof })
    else this.#textProof = proof
  }

  #write(kind: RunningKind, text: string): void {
    if (text === '') return
    const { choice, emit } = this.#options
    emit({ type: 'part-delta', choice, index: this.#run(kind), text })
  }

  /** The index of the running part of this kind, which starts here if another was running. */
  #run(kind: RunningKind): number {
    if (this.#running?.kind === kind) return this.#running.index
    this.#stopRunning()
    const { choice, emit } = this.#options
    const index = this.#nextIndex++
    this.#running = { kind, index }
    emit({ type: 'part-start', choice, index, part: kind })
    if (kind === 'text' && this.#textProof !== null) {
      this.#emitData(index, { type: 'proof', proof: this.#textProof })
      this.#textProof = null
    }
    return index
  }

  #stopRunning(): void {
    const { choice, emit } = this.#options
    if (this.#running !== null) emit({ type: 'part-end', choice, index: this.#running.index })
    this.#running = null
  }

  /** A part that is whole at once. */
  #standalone(part: PartKind, data: PartData, redacted = false): void {
    this.#stopRunning()
    const { choice, emit } = this.#options
    const index = this.#nextIndex++
    emit({ type: 'part-start', choice, index, part, ...(redacted ? { redacted } : {}) })
    this.#emitData(index, data)
    emit({ type: 'part-end', choice, index })
  }

  #openCall(): number {
    this.#stopRunning()
    return this.#nextIndex++
  }

  #emitData(index: number, data: PartData): void {
    const { choice, emit } = this.#options
    emit({ type: 'part-data', choice, index, data })
  }
}
