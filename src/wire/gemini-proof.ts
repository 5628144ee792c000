import { isJsonObject, type JsonValue, parseJsonObject } from '../core/json.ts'
import type { Proof, WireFormat } from '../core/request.ts'

/**
 * What another provider signed, or a part that only its owner can read, on its way through a Gemini client. Such a
 * client returns a part's `thoughtSignature` with the part, so that is where it travels. Google's SDK for Python reads
 * the field as bytes and writes it in base64's other alphabet, hence the envelope is base64 that both spell alike.
 * https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export type GeminiSignature =
  | { readonly type: 'proof'; readonly proof: Proof; readonly isRedacted: boolean }
  | { readonly type: 'opaque'; readonly owner: WireFormat; readonly value: JsonValue }

/** Of nine bytes, so that its base64 stands for itself whatever follows. */
const PREFIX = 'portolan.'
const ENCODED_PREFIX = Buffer.from(PREFIX).toString('base64')

const OWNERS: ReadonlySet<unknown> = new Set<WireFormat>(['openai-chat', 'anthropic-messages', 'gemini'])

/** Google's own as it is, any other's in an envelope. */
export function signatureOf(proof: Proof, isRedacted = false): string {
  return proof.owner === 'gemini' && !isRedacted ? proof.value : sealed({ proof, isRedacted })
}

export function sealedOpaque(owner: WireFormat, value: JsonValue): string {
  return sealed({ owner, value })
}

/** Null for none, and for an envelope that is broken: what it held is lost, and Google would refuse it. */
export function readSignature(text: string): GeminiSignature | null {
  if (text === '') return null
  if (!isSealed(text)) return { type: 'proof', proof: { owner: 'gemini', value: text }, isRedacted: false }
  const envelope = parseJsonObject(Buffer.from(text, 'base64').toString('utf8').slice(PREFIX.length))
  if (envelope === null) return null
  const { proof, isRedacted, owner, value } = envelope
  if (isOwner(owner) && value !== undefined) return { type: 'opaque', owner, value }
  if (!isJsonObject(proof) || !isOwner(proof.owner) || typeof proof.value !== 'string') return null
  return {
    type: 'proof',
    proof: { owner: proof.owner, value: proof.value },
    isRedacted: isRedacted === true,
  }
}

function isSealed(text: string): boolean {
  return text.startsWith(ENCODED_PREFIX)
}

function sealed(envelope: object): string {
  return Buffer.from(PREFIX + JSON.stringify(envelope)).toString('base64')
}

function isOwner(value: unknown): value is WireFormat {
  return OWNERS.has(value)
}
