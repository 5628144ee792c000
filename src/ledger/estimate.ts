import type { Units } from '../core/usage.ts'
import type { ChatRequest, MediaPart, Part, Tool } from '../core/request.ts'
import { TextEstimate } from './text-estimate.ts'

/**
 * What a request may consume, guessed without a tokenizer and on the high side: it reserves, it gates token limits,
 * and it stands in for usage that a provider never reported.
 */
export interface TokenEstimate extends InputEstimate {
  /** The most that may be answered, all choices together. */
  readonly outputTokens: number
  readonly wantsAudioOutput: boolean
}

/** The part that is the same whichever target answers. To make it takes a look at every character. */
export interface InputEstimate {
  readonly inputTokens: number
  readonly writesCache1h: boolean
  readonly hasAudioInput: boolean
  /** Of an operation that is charged by something else than tokens. */
  readonly units?: Units
}

/**
 * @param maxOutputTokens The most tokens that the dearest target can answer with, where the catalogue knows; it
 *   stands in where the caller sets no `max_tokens`.
 */
export function estimateRequest(
  request: ChatRequest,
  maxOutputTokens: number | null,
  input: InputEstimate = estimateInput(request),
): TokenEstimate {
  const { output, sampling } = request
  return {
    ...input,
    outputTokens: (output.maxTokens ?? maxOutputTokens ?? OUTPUT_TOKENS_ASSUMED) * (sampling.n ?? 1),
    wantsAudioOutput: output.modalities?.includes('audio') ?? false,
  }
}

export function estimateInput({ output, cache, tools, messages }: ChatRequest): InputEstimate {
  const count = new RequestCount()
  if (cache.automatic?.ttl === '1h') count.writesCache1h = true
  for (const message of messages) {
    count.fixed += TOKENS_PER_MESSAGE
    if (message.name !== undefined) count.text.add(message.name)
    for (const part of message.parts) count.addPart(part)
  }
  if (tools.length > 0) count.fixed += TOKENS_FOR_TOOLS
  for (const tool of tools) count.addTool(tool)
  if (output.format.type === 'json-schema') count.text.add(JSON.stringify(output.format.schema))
  return {
    inputTokens: count.fixed + count.text.tokens,
    writesCache1h: count.writesCache1h,
    hasAudioInput: count.hasAudioInput,
  }
}

/** Where neither the caller nor the catalogue names a maximum. */
const OUTPUT_TOKENS_ASSUMED = 8_192
/** Role, separators and priming: OpenAI's cookbook counts three or four. */
const TOKENS_PER_MESSAGE = 4
/** Providers put instructions of their own before the first tool; Anthropic documents up to 346 tokens. */
const TOKENS_FOR_TOOLS = 350
/** The frame around the name, the description and the schema of one tool. */
const TOKENS_PER_TOOL = 8

/**
 * Media are counted by the size of what was sent: the providers count pixels, seconds and pages, and to decode a file
 * for an estimate is not worth it. `unsized` is for addresses and file ids, of which nothing is known.
 *
 * Images: Anthropic's documented ceiling for one; OpenAI's `low` is 85 whatever the size. Audio: 32 tokens a second
 * (Gemini) at 4 kB a second, a low bit rate. Video: 300 a second at 125 kB. Files: a PDF page, about 3,000 tokens at
 * 60 kB.
 */
const MEDIA = {
  image: { bytesPerToken: null, unsized: 1_600 },
  audio: { bytesPerToken: 125, unsized: 2_000 },
  video: { bytesPerToken: 400, unsized: 18_000 },
  file: { bytesPerToken: 20, unsized: 30_000 },
} as const

const LOW_DETAIL_IMAGE_TOKENS = 85

class RequestCount {
  readonly text = new TextEstimate()
  fixed = 0
  writesCache1h = false
  hasAudioInput = false

  addPart(part: Part): void {
    if ('mark' in part && part.mark?.ttl === '1h') this.writesCache1h = true
    switch (part.type) {
      case 'text':
      case 'refusal':
        this.text.add(part.text)
        return
      case 'reasoning':
        // Withheld reasoning comes back as base64, four characters for three bytes of about as many letters.
        if (part.redacted === true) this.fixed += Math.ceil((part.proof?.value.length ?? 0) / 4)
        else this.text.add(part.text)
        return
      case 'tool-call':
        this.text.add(part.name)
        this.text.add(part.arguments)
        this.fixed += TOKENS_PER_TOOL
        return
      case 'tool-result':
        this.fixed += TOKENS_PER_TOOL
        for (const inner of part.parts) this.addPart(inner)
        return
      case 'opaque':
        this.text.add(JSON.stringify(part.value))
        return
      case 'image':
      case 'audio':
      case 'video':
      case 'file':
        if (part.type === 'audio') this.hasAudioInput = true
        this.#addMedia(part)
        return
    }
  }

  addTool(tool: Tool): void {
    this.fixed += TOKENS_PER_TOOL
    this.text.add(tool.name)
    switch (tool.type) {
      case 'function':
        if (tool.mark?.ttl === '1h') this.writesCache1h = true
        if (tool.description !== undefined) this.text.add(tool.description)
        if (tool.parameters !== undefined) this.text.add(JSON.stringify(tool.parameters))
        return
      case 'custom':
        if (tool.description !== undefined) this.text.add(tool.description)
        if (tool.format !== undefined) this.text.add(JSON.stringify(tool.format))
        return
      case 'server':
        this.text.add(JSON.stringify(tool.value))
        return
    }
  }

  #addMedia({ type, source, detail, transcript }: MediaPart): void {
    if (transcript !== undefined) this.text.add(transcript)
    if (source.type === 'text') {
      this.text.add(source.text)
      return
    }
    const { bytesPerToken, unsized } = MEDIA[type]
    if (type === 'image' && detail === 'low') this.fixed += LOW_DETAIL_IMAGE_TOKENS
    else if (source.type !== 'base64' || bytesPerToken === null) this.fixed += unsized
    else this.fixed += Math.ceil((source.data.length * 3) / 4 / bytesPerToken)
  }
}
