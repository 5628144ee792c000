import type { ChatEvent, FinishEvent, PartData, PartKind } from '../../core/event.ts'
import type { JsonObject } from '../../core/json.ts'
import type { DecodeContext } from '../../core/provider.ts'
import { CANDIDATE_METADATA, type GeminiCandidate, objectOf, stringOf } from '../../wire/gemini.ts'
import { GeminiArguments } from '../../wire/gemini-arguments.ts'
import { readGeminiCitations } from '../../wire/gemini-citations.ts'
import { geminiFinishReason } from '../../wire/gemini-finish.ts'
import { readGeminiLogprobs } from '../../wire/gemini-logprobs.ts'

/** The part that is being read. */
interface OpenPart {
  readonly index: number
  readonly kind: PartKind
  readonly mediaType?: string
  readonly args?: GeminiArguments
  isSigned: boolean
}

/** One candidate of an answer, chunk by chunk. Each method gives the events it caused. */
export class CandidateReader {
  readonly #choice: number
  readonly #context: DecodeContext
  /** Of all candidates: call ids must be unique within the answer. */
  readonly #callIds: Set<string>
  readonly #texts: { index: number; text: string }[] = []
  readonly #cited = new Set<string>()
  #events: ChatEvent[] = []
  #partCount = 0
  #open: OpenPart | null = null
  /** Calls that the caller is to answer; those that Google has answered itself are taken off. */
  #pendingCalls = 0
  #rawReason: string | null = null
  #metadata: JsonObject = {}

  constructor(choice: number, context: DecodeContext, callIds: Set<string>) {
    this.#choice = choice
    this.#context = context
    this.#callIds = callIds
  }

  step(candidate: GeminiCandidate): readonly ChatEvent[] {
    // A stream cuts a part between chunks, never within one: only a chunk's first part can go on with the last.
    candidate.parts.forEach((part, position) => {
      this.#part(part, position === 0)
    })
    this.#annotate(candidate)
    this.#rawReason = candidate.finishReason ?? this.#rawReason
    return this.#take()
  }

  /** `isWhole` is false where the answer broke off: half a call's arguments must not look like all of them. */
  close(isWhole: boolean): readonly ChatEvent[] {
    this.#end(isWhole)
    if (isWhole && Object.keys(this.#metadata).length > 0) {
      this.#opaque({ [CANDIDATE_METADATA]: this.#metadata })
    }
    return this.#take()
  }

  /** Null while the provider has not said that the candidate is complete. */
  finish(): FinishEvent | null {
    const raw = this.#rawReason
    if (raw === null) return null
    return {
      type: 'finish',
      choice: this.#choice,
      reason: geminiFinishReason(raw, this.#pendingCalls > 0),
      raw,
    }
  }

  #part(part: JsonObject, mayContinue: boolean): void {
    const call = objectOf(part.functionCall)
    const media = part.thought === true ? null : objectOf(part.inlineData)
    const kind = mediaKind(media)
    if (call !== null) this.#call(call, part)
    else if (media !== null && kind !== null) this.#media(kind, media, part, mayContinue)
    else if (isText(part)) this.#text(part, mayContinue)
    else if (Object.keys(part).length > 0) this.#opaque(part)
  }

  /**
   * A signature that comes alone, on an empty text, belongs to the text before it: a stream's pieces are one part, and
   * the same answer unstreamed has the signature on that part.
   */
  #text(part: JsonObject, mayContinue: boolean): void {
    const kind = part.thought === true ? 'reasoning' : 'text'
    const text = stringOf(part.text) ?? ''
    if (text === '' && stringOf(part.thoughtSignature) === null) return
    const open = this.#open
    const isSame = open?.kind === kind && !open.isSigned && (mayContinue || text === '')
    const { index } = isSame ? open : this.#start({ kind })
    if (text !== '') {
      this.#push({ type: 'part-delta', choice: this.#choice, index, text })
      const cited = this.#texts.at(-1)
      if (cited?.index === index) cited.text += text
      else if (kind === 'text') this.#texts.push({ index, text })
    }
    this.#sign(part)
  }

  #call(call: JsonObject, part: JsonObject): void {
    const name = stringOf(call.name)
    if (name !== null) {
      this.#start({ kind: 'tool-call', args: new GeminiArguments(), name, id: stringOf(call.id) })
      this.#pendingCalls += 1
    }
    const args = this.#open?.args
    if (args === undefined) return // The empty call that ends a streamed one, after another part already has.
    const whole = objectOf(call.args)
    if (whole !== null) args.set(whole)
    args.add(call.partialArgs)
    this.#sign(part)
    if (call.willContinue !== true) this.#end(true)
  }

  #media(kind: 'image' | 'audio', media: JsonObject, part: JsonObject, mayContinue: boolean): void {
    const mediaType = stringOf(media.mimeType) ?? ''
    const open = this.#open
    const isSame = kind === 'audio' && open?.mediaType === mediaType && !open.isSigned && mayContinue
    const { index } = isSame ? open : this.#start({ kind, mediaType })
    this.#data(index, { type: 'bytes', base64: stringOf(media.data) ?? '', mediaType })
    this.#sign(part)
    if (kind === 'image') this.#end(true)
  }

  /** Kept whole, its signature inside, to be sent back as it is. */
  #opaque(value: JsonObject): void {
    const { index } = this.#start({ kind: 'opaque' })
    this.#data(index, { type: 'opaque', owner: 'gemini', value })
    this.#end(true)
    if (objectOf(value.functionResponse) !== null) this.#pendingCalls = Math.max(0, this.#pendingCalls - 1)
  }

  #annotate(candidate: GeminiCandidate): void {
    const { groundingMetadata, urlContextMetadata, logprobsResult } = candidate
    this.#metadata = {
      ...this.#metadata,
      ...(groundingMetadata === null ? {} : { groundingMetadata }),
      ...(urlContextMetadata === null ? {} : { urlContextMetadata }),
    }
    for (const { index, citation } of readGeminiCitations(candidate, this.#texts)) {
      const key = JSON.stringify(citation.raw) // Later chunks may repeat what earlier ones said.
      if (!this.#cited.has(key)) this.#data(index, { type: 'citation', citation })
      this.#cited.add(key)
    }
    const content = logprobsResult === null ? [] : readGeminiLogprobs(logprobsResult)
    if (content.length > 0 && this.#partCount > 0)
      this.#data(this.#partCount - 1, { type: 'logprobs', content })
  }

  #start(part: {
    kind: PartKind
    mediaType?: string
    args?: GeminiArguments
    name?: string
    id?: string | null
  }): OpenPart {
    this.#end(true)
    const { name, id, ...open } = part
    const index = this.#partCount++
    this.#open = { ...open, index, isSigned: false }
    const called = name === undefined ? {} : { id: this.#uniqueId(id), name: this.#ownName(name) }
    this.#push({ type: 'part-start', choice: this.#choice, index, part: part.kind, ...called })
    return this.#open
  }

  #uniqueId(given: string | null | undefined): string {
    const isNew = typeof given === 'string' && !this.#callIds.has(given)
    const id = isNew ? given : this.#context.newId('call')
    this.#callIds.add(id)
    return id
  }

  #ownName(wireName: string): string {
    return this.#context.toolNames?.get(wireName) ?? wireName
  }

  #end(isWhole: boolean): void {
    const open = this.#open
    if (open === null) return
    const { index } = open
    if (isWhole && open.args !== undefined)
      this.#push({ type: 'part-delta', choice: this.#choice, index, text: open.args.text() })
    this.#push({ type: 'part-end', choice: this.#choice, index })
    this.#open = null
  }

  #sign(part: JsonObject): void {
    const value = stringOf(part.thoughtSignature)
    if (value === null || this.#open === null) return
    this.#data(this.#open.index, { type: 'proof', proof: { owner: 'gemini', value } })
    this.#open.isSigned = true
  }

  /** What concerns a part that this chunk has closed goes before its end; what concerns an older one is too late. */
  #data(index: number, data: PartData): void {
    const event: ChatEvent = { type: 'part-data', choice: this.#choice, index, data }
    const end = this.#events.findIndex((other) => other.type === 'part-end' && other.index === index)
    if (end !== -1) this.#events.splice(end, 0, event)
    else if (this.#open?.index === index) this.#push(event)
  }

  #push(event: ChatEvent): void {
    this.#events.push(event)
  }

  #take(): readonly ChatEvent[] {
    const events = this.#events
    this.#events = []
    return events
  }
}

/** An image or sound of the answer. Those of the model's thoughts are not for the reader. */
function mediaKind(media: JsonObject | null): 'image' | 'audio' | null {
  const mediaType = stringOf(media?.mimeType) ?? ''
  if (mediaType.startsWith('image/')) return 'image'
  return mediaType.startsWith('audio/') ? 'audio' : null
}

/** Text, or nothing but a signature: a chunk may have the signature without the empty text. */
function isText(part: JsonObject): boolean {
  return typeof part.text === 'string' || Object.keys(part).every((key) => TEXT_KEYS.has(key))
}

const TEXT_KEYS: ReadonlySet<string> = new Set(['thought', 'thoughtSignature'])
