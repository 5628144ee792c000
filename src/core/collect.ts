import type { ChatEvent, ErrorEvent, FinishEvent, PartStartEvent } from './event.ts'
import type { JsonValue } from './json.ts'
import type { Citation, MediaPart, Part, Proof } from './request.ts'
import type { Usage } from './usage.ts'

/** A whole answer: what its stream of events amounts to. */
export interface Completion {
  /** The provider's id; empty where it gave none. */
  readonly id: string
  readonly model: string
  readonly choices: readonly CompletedChoice[]
  /** Null where the provider reported none. */
  readonly usage: Usage | null
  /** Set when the answer broke off. What came before is kept. */
  readonly error: ErrorEvent | null
}

export interface CompletedChoice {
  readonly parts: readonly Part[]
  readonly finish: FinishEvent | null
  readonly logprobs: readonly JsonValue[] | null
}

interface OpenPart {
  readonly start: PartStartEvent
  text: string
  proof: Proof | undefined
  citations: Citation[]
  media: { source: MediaPart['source']; mediaType: string | undefined } | undefined
  opaque: Part | undefined
}

interface OpenChoice {
  readonly parts: Map<number, OpenPart>
  logprobs: JsonValue[] | null
  finish: FinishEvent | null
}

/** Folds events one at a time; `collect` does it for a list. */
export class Collector {
  #id = ''
  #model = ''
  #usage: Usage | null = null
  #error: ErrorEvent | null = null
  readonly #choices: OpenChoice[] = []

  push(event: ChatEvent): void {
    switch (event.type) {
      case 'start':
        this.#id = event.id
        this.#model = event.model
        return
      case 'usage':
        this.#usage = event.usage
        return
      case 'error':
        this.#error = event
        return
      case 'finish':
        this.#choice(event.choice).finish = event
        return
      case 'part-start':
        this.#choice(event.choice).parts.set(event.index, open(event))
        return
      case 'part-delta': {
        const part = this.#choice(event.choice).parts.get(event.index)
        if (part !== undefined) part.text += event.text
        return
      }
      case 'part-data':
        this.#data(event)
        return
      case 'part-end':
      case 'ping':
        return
    }
  }

  completion(): Completion {
    return {
      id: this.#id,
      model: this.#model,
      choices: this.#choices.map(({ parts, finish, logprobs }) => ({
        parts: [...parts.values()].map(close),
        finish,
        logprobs,
      })),
      usage: this.#usage,
      error: this.#error,
    }
  }

  #choice(index: number): OpenChoice {
    while (this.#choices.length <= index)
      this.#choices.push({ parts: new Map(), logprobs: null, finish: null })
    return this.#choices[index] as OpenChoice // The loop above has just made it.
  }

  #data(event: ChatEvent & { type: 'part-data' }): void {
    const choice = this.#choice(event.choice)
    const { data } = event
    if (data.type === 'logprobs') {
      choice.logprobs = [...(choice.logprobs ?? []), ...data.content]
      return
    }
    const part = choice.parts.get(event.index)
    if (part === undefined) return
    switch (data.type) {
      case 'citation':
        part.citations.push(data.citation)
        return
      case 'proof':
        part.proof = data.proof
        return
      case 'bytes':
        part.media = {
          source: { type: 'base64', data: joined(part.media?.source, data.base64) },
          mediaType: data.mediaType,
        }
        return
      case 'url':
        part.media = { source: { type: 'url', url: data.url }, mediaType: data.mediaType }
        return
      case 'opaque':
        part.opaque = { type: 'opaque', owner: data.owner, value: data.value }
        return
    }
  }
}

export function collect(events: Iterable<ChatEvent>): Completion {
  const collector = new Collector()
  for (const event of events) collector.push(event)
  return collector.completion()
}

function open(start: PartStartEvent): OpenPart {
  return { start, text: '', proof: undefined, citations: [], media: undefined, opaque: undefined }
}

/** Audio may come in several pieces of base64, each padded to a multiple of four, so they join as text. */
function joined(before: MediaPart['source'] | undefined, data: string): string {
  return before?.type === 'base64' ? before.data + data : data
}

function close({ start, text, proof, citations, media, opaque }: OpenPart): Part {
  const signed = proof === undefined ? {} : { proof }
  switch (start.part) {
    case 'text':
      return { type: 'text', text, ...(citations.length > 0 ? { citations } : {}), ...signed }
    case 'reasoning':
      return {
        type: 'reasoning',
        text,
        ...(start.redacted === true ? { redacted: true } : {}),
        ...(start.summary === true ? { summary: true } : {}),
        ...signed,
      }
    case 'refusal':
      return { type: 'refusal', text }
    case 'tool-call':
      return {
        type: 'tool-call',
        id: start.id ?? '',
        name: start.name ?? '',
        arguments: text === '' && start.custom !== true ? '{}' : text,
        ...(start.custom === true ? { custom: true } : {}),
        ...(start.extras === undefined ? {} : { extras: start.extras }),
        ...signed,
      }
    case 'image':
    case 'audio':
      return {
        type: start.part,
        source: media?.source ?? { type: 'base64', data: '' },
        ...(media?.mediaType === undefined ? {} : { mediaType: media.mediaType }),
        ...(text === '' ? {} : { transcript: text }),
        ...signed,
      }
    case 'opaque':
      return opaque ?? { type: 'text', text }
  }
}
