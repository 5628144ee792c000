import { isJsonObject, type JsonObject, type JsonValue, parseJsonObject } from '../core/json.ts'
import type { Proof, WireFormat } from '../core/request.ts'

/**
 * What another provider signed, on its way through an Anthropic client. Such a client returns `thinking`,
 * `redacted_thinking` and `tool_use` blocks unchanged and nothing else, so what belongs to others travels as an
 * envelope: in a thinking block's `signature`, or as the `data` of a redacted block of its own. It is opened when the
 * conversation comes back, and never leaves for Anthropic.
 */
export type Envelope =
  | { readonly kind: 'reasoning'; readonly proof: Proof }
  /** For the part just before: text and generated media. */
  | { readonly kind: 'previous'; readonly proof: Proof }
  /** For a text of its own that is empty. As a block it would be refused, and clients leave it out. */
  | { readonly kind: 'empty-text'; readonly proof: Proof }
  | { readonly kind: 'tool-call'; readonly id: string; readonly proof: Proof }
  /** A whole part that only its owner can read. */
  | { readonly kind: 'opaque'; readonly owner: WireFormat; readonly value: JsonValue }

/** No Anthropic signature holds a dot: they are plain base64. */
const PREFIX = 'portolan.1.'

const OWNERS: ReadonlySet<unknown> = new Set<WireFormat>(['openai-chat', 'anthropic-messages', 'gemini'])

export function seal(envelope: Envelope): string {
  return PREFIX + Buffer.from(JSON.stringify(envelope)).toString('base64url')
}

/** Null where the text is not an envelope: then it is Anthropic's own. */
export function unseal(text: string): Envelope | null {
  if (!text.startsWith(PREFIX)) return null
  const value = parseJsonObject(Buffer.from(text.slice(PREFIX.length), 'base64url').toString())
  return value === null ? null : readEnvelope(value)
}

/** The signature of a thinking block that carries this proof. */
export function signatureOf(proof: Proof | undefined): string {
  if (proof === undefined) return ''
  return proof.owner === 'anthropic-messages' ? proof.value : seal({ kind: 'reasoning', proof })
}

/** The proof that a signature or redacted block stands for; none where it is empty or broken. */
export function proofOf(signature: string): Proof | undefined {
  const envelope = unseal(signature)
  if (envelope?.kind === 'reasoning') return envelope.proof
  return signature === '' || signature.startsWith(PREFIX)
    ? undefined
    : { owner: 'anthropic-messages', value: signature }
}

function readEnvelope({ kind, proof, id, owner, value }: JsonObject): Envelope | null {
  if (kind === 'opaque') return isOwner(owner) && value !== undefined ? { kind, owner, value } : null
  const read = readProof(proof)
  if (read === null) return null
  if (kind === 'tool-call') return typeof id === 'string' ? { kind, id, proof: read } : null
  return kind === 'reasoning' || kind === 'previous' || kind === 'empty-text' ? { kind, proof: read } : null
}

function readProof(proof: JsonValue | undefined): Proof | null {
  if (!isJsonObject(proof) || !isOwner(proof.owner) || typeof proof.value !== 'string') return null
  return { owner: proof.owner, value: proof.value }
}

function isOwner(value: unknown): value is WireFormat {
  return OWNERS.has(value)
}
