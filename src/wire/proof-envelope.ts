import { isJsonObject, type JsonObject, type JsonValue, parseJsonObject } from '../core/json.ts'
import type { Proof, WireFormat } from '../core/request.ts'

/**
 * What another provider signed, on its way through a client that returns only what its own format has a place for. It
 * travels as an envelope in such a place: Anthropic's signatures and redacted blocks, `encrypted_content` of OpenAI's
 * reasoning items. It is opened when the conversation comes back, and never leaves for a provider.
 */
export type Envelope =
  /** `text`, where the client may not return the reasoning itself: a signature holds for the whole of it alone. */
  | { readonly kind: 'reasoning'; readonly proof: Proof; readonly text?: string; readonly redacted?: boolean }
  /** For the part just before: text and generated media. */
  | { readonly kind: 'previous'; readonly proof: Proof }
  /** For a text of its own that is empty. As a block it would be refused, and clients leave it out. */
  | { readonly kind: 'empty-text'; readonly proof: Proof }
  | { readonly kind: 'tool-call'; readonly id: string; readonly proof: Proof }
  /** A whole part that only its owner can read. */
  | { readonly kind: 'opaque'; readonly owner: WireFormat; readonly value: JsonValue }

/** No provider's own signature holds a dot: they are plain base64. */
const PREFIX = 'portolan.1.'

const OWNERS: ReadonlySet<unknown> = new Set<WireFormat>([
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini',
])

export function isSealed(text: string): boolean {
  return text.startsWith(PREFIX)
}

export function seal(envelope: Envelope): string {
  return PREFIX + Buffer.from(JSON.stringify(envelope)).toString('base64url')
}

/** Null where the text is not an envelope: then it is its format's own. */
export function unseal(text: string): Envelope | null {
  if (!isSealed(text)) return null
  const value = parseJsonObject(Buffer.from(text.slice(PREFIX.length), 'base64url').toString())
  return value === null ? null : readEnvelope(value)
}

function readEnvelope({ kind, proof, id, owner, value, text, redacted }: JsonObject): Envelope | null {
  if (kind === 'opaque') return isOwner(owner) && value !== undefined ? { kind, owner, value } : null
  const read = readProof(proof)
  if (read === null) return null
  switch (kind) {
    case 'tool-call':
      return typeof id === 'string' ? { kind, id, proof: read } : null
    case 'reasoning':
      return {
        kind,
        proof: read,
        ...(typeof text === 'string' ? { text } : {}),
        ...(redacted === true ? { redacted } : {}),
      }
    case 'previous':
    case 'empty-text':
      return { kind, proof: read }
    default:
      return null
  }
}

function readProof(proof: JsonValue | undefined): Proof | null {
  if (!isJsonObject(proof) || !isOwner(proof.owner) || typeof proof.value !== 'string') return null
  return { owner: proof.owner, value: proof.value }
}

function isOwner(value: unknown): value is WireFormat {
  return OWNERS.has(value)
}
