import { LRUCache } from 'lru-cache'
import type { ChatRequest, Message, Part, Proof, ReasoningPart, ToolCallPart } from '../core/request.ts'

/**
 * Keeps what a provider signed, for callers whose client drops fields it does not know: on the next turn the reasoning
 * before a tool call, and the call's own proof, are put back. Without them Anthropic and Gemini refuse the turn.
 *
 * It is a help and not a store: bounded, in memory, and each key sees only what its own answers left.
 */
export class ProofVault {
  readonly #entries = new LRUCache<string, Entry>({
    max: ENTRIES_MAX,
    maxSize: CHARS_MAX,
    maxEntrySize: ENTRY_CHARS_MAX,
    sizeCalculation: sizeOf,
  })

  /** Notes the proofs of one answer by its tool calls. `scope` parts the callers. */
  remember(scope: string, parts: readonly Part[]): void {
    let reasoning: ReasoningPart[] = []
    for (const part of parts) {
      if (part.type === 'reasoning') reasoning.push(part)
      if (part.type !== 'tool-call') continue
      const isSigned = reasoning.some(({ proof }) => proof !== undefined)
      if (isSigned || part.proof !== undefined) {
        this.#entries.set(keyOf(scope, part.id), { reasoning: isSigned ? reasoning : [], proof: part.proof })
      }
      reasoning = []
    }
  }

  /** The request with what its caller's client left out. What the caller sent whole stays as it is. */
  restore(scope: string, request: ChatRequest): ChatRequest {
    if (this.#entries.size === 0) return request
    let isChanged = false
    const messages = request.messages.map((message) => {
      const restored = message.role === 'assistant' ? this.#restoreMessage(scope, message) : message
      isChanged ||= restored !== message
      return restored
    })
    return isChanged ? { ...request, messages } : request
  }

  #restoreMessage(scope: string, message: Message): Message {
    const calls = message.parts.filter((part) => part.type === 'tool-call')
    const entries = new Map(calls.map(({ id }) => [id, this.#entries.get(keyOf(scope, id))]))
    const kept = [...entries.values()].flatMap((entry) => entry?.reasoning ?? [])
    const isWhole = kept.every((reasoning) => message.parts.some((part) => isSame(part, reasoning)))
    const isSigned = calls.every(
      ({ id, proof }) => proof !== undefined || entries.get(id)?.proof === undefined,
    )
    if (isWhole && isSigned) return message
    // Where anything of the reasoning is missing or cut, all of it is replaced: a signature is for the whole text.
    const others = isWhole ? message.parts : message.parts.filter(({ type }) => type !== 'reasoning')
    return { ...message, parts: others.flatMap((part) => restorePart(part, entries, isWhole)) }
  }
}

interface Entry {
  readonly reasoning: readonly ReasoningPart[]
  readonly proof: Proof | undefined
}

const ENTRIES_MAX = 20_000
const CHARS_MAX = 32 * 1024 * 1024
const ENTRY_CHARS_MAX = 1024 * 1024

function restorePart(
  part: Part,
  entries: ReadonlyMap<string, Entry | undefined>,
  hasReasoning: boolean,
): Part[] {
  if (part.type !== 'tool-call') return [part]
  const entry = entries.get(part.id)
  const proof = part.proof ?? entry?.proof
  const call: ToolCallPart = proof === undefined ? part : { ...part, proof }
  return hasReasoning ? [call] : [...(entry?.reasoning ?? []), call]
}

function isSame(part: Part, reasoning: ReasoningPart): boolean {
  return (
    part.type === 'reasoning' && part.text === reasoning.text && part.proof?.value === reasoning.proof?.value
  )
}

function keyOf(scope: string, callId: string): string {
  return `${scope} ${callId}`
}

function sizeOf({ reasoning, proof }: Entry): number {
  let chars = 1 + (proof?.value.length ?? 0)
  for (const part of reasoning) chars += part.text.length + (part.proof?.value.length ?? 0)
  return chars
}
