import type { ChatRequest, Part } from '../../core/request.ts'

/** What a request needs of a model, whatever its words say. */
export interface RequestShape {
  /** User messages. */
  readonly turns: number
  /** The model may call tools. */
  readonly usesTools: boolean
  /** JSON is asked for, with or without a schema. */
  readonly isStructured: boolean
  /** Kinds of input beside text, e.g. `image`. */
  readonly media: ReadonlySet<string>
  /** Input and answer together: an estimate, on the safe side. */
  readonly tokens: number
}

/** Looks at every part, but at no character: the time does not grow with the length of texts. */
export function shapeOf(request: ChatRequest): RequestShape {
  const media = new Set<string>()
  let chars = 0
  for (const { parts } of request.messages) for (const part of parts) chars += measure(part, media)
  const { output, tools, toolChoice } = request
  return {
    turns: request.messages.filter(({ role }) => role === 'user').length,
    usesTools: tools.length > 0 && toolChoice?.mode !== 'none',
    isStructured: output.format.type !== 'text',
    media,
    tokens: Math.ceil(chars / CHARS_PER_TOKEN) + TOOL_TOKENS * tools.length + (output.maxTokens ?? 0),
  }
}

/** English has four and more; code, digits and other languages have fewer. */
const CHARS_PER_TOKEN = 3
/** Schemas are not measured, for that would mean to print them. */
const TOOL_TOKENS = 300

function measure(part: Part, media: Set<string>): number {
  switch (part.type) {
    case 'text':
    case 'reasoning':
    case 'refusal':
      return part.text.length
    case 'tool-call':
      return part.arguments.length
    case 'tool-result':
      return part.parts.reduce((sum, inner) => sum + measure(inner, media), 0)
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      if (part.source.type === 'text') return part.source.text.length
      media.add(part.type)
      return 0
    case 'opaque':
      return 0
  }
}
