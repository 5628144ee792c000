/** What any dialect says in a message, as far as people want to see it; the raw bodies have the rest. */
export type Part =
  | { readonly type: 'text' | 'reasoning' | 'result'; readonly text: string }
  | { readonly type: 'image'; readonly url: string }
  | { readonly type: 'call'; readonly name: string; readonly input: string }
  | { readonly type: 'other'; readonly json: string }

export interface Message {
  readonly role: string
  readonly parts: readonly Part[]
  readonly isAnswer: boolean
}

interface Conversation {
  readonly messages: readonly Message[]
  /** Names of those that were offered. */
  readonly tools: readonly string[]
}

type Json = Readonly<Record<string, unknown>>

/** Reads bodies of OpenAI's and Anthropic's form. They are what strangers sent, so nothing is taken for granted. */
export function conversationOf(request: unknown, response: unknown): Conversation {
  const asked = objectOf(request)
  const system = asked.system === undefined ? [] : [messageOf({ role: 'system', content: asked.system })]
  const messages = [...system, ...listOf(asked.messages).map((each) => messageOf(objectOf(each)))]
  const answers = answersOf(objectOf(response)).map((message) => ({ ...messageOf(message), isAnswer: true }))
  return { messages: [...messages, ...answers], tools: listOf(asked.tools).map(toolName) }
}

function answersOf(response: Json): Json[] {
  if (response.error !== undefined)
    return [{ role: 'error', content: textOf(objectOf(response.error).message) }]
  if (typeof response.sse === 'string') return [{ role: 'assistant', content: response.sse }]
  if (Array.isArray(response.content)) return [response]
  return listOf(response.choices).map((choice) => objectOf(objectOf(choice).message))
}

function messageOf(message: Json): Message {
  const reasoning = message.reasoning ?? message.reasoning_content
  const isResult = message.role === 'tool'
  const content =
    typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : listOf(message.content)
  return {
    role: typeof message.role === 'string' ? message.role : 'assistant',
    isAnswer: false,
    parts: [
      ...(typeof reasoning === 'string' && reasoning !== ''
        ? [{ type: 'reasoning' as const, text: reasoning }]
        : []),
      ...content.map((part) => partOf(objectOf(part))).map((part) => (isResult ? asResult(part) : part)),
      ...(typeof message.refusal === 'string' ? [{ type: 'text' as const, text: message.refusal }] : []),
      ...listOf(message.tool_calls).map((call) => callOf(objectOf(call))),
    ],
  }
}

function asResult(part: Part): Part {
  return part.type === 'text' ? { type: 'result', text: part.text } : part
}

function partOf(part: Json): Part {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: textOf(part.text) }
    case 'thinking':
      return { type: 'reasoning', text: textOf(part.thinking) }
    case 'image_url':
      return { type: 'image', url: textOf(objectOf(part.image_url).url) }
    case 'image':
      return { type: 'image', url: imageUrl(objectOf(part.source)) }
    case 'tool_use':
      return { type: 'call', name: textOf(part.name), input: pretty(part.input) }
    case 'tool_result':
      return { type: 'result', text: resultText(part.content) }
    default:
      return { type: 'other', json: pretty(part) }
  }
}

function callOf({ function: called }: Json): Part {
  const { name, arguments: input } = objectOf(called)
  return { type: 'call', name: textOf(name), input: prettyText(textOf(input)) }
}

/** https://docs.anthropic.com/en/api/messages: a picture lies in the message, or somewhere else. */
function imageUrl({ url, media_type: mediaType, data }: Json): string {
  return typeof url === 'string' ? url : `data:${textOf(mediaType)};base64,${textOf(data)}`
}

function resultText(content: unknown): string {
  if (typeof content === 'string') return content
  const parts = listOf(content).map((part) => partOf(objectOf(part)))
  return parts.map((part) => ('text' in part ? part.text : pretty(part))).join('\n')
}

function toolName(tool: unknown): string {
  const { name, function: called } = objectOf(tool)
  return textOf(name ?? objectOf(called).name)
}

function prettyText(text: string): string {
  try {
    return pretty(JSON.parse(text))
  } catch {
    return text // A call that was cut off.
  }
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? ''
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {} // Just looked.
}
