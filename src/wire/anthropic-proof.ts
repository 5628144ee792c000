import type { Proof } from '../core/request.ts'
import { isSealed, seal, unseal } from './proof-envelope.ts'

/**
 * Anthropic's clients return `thinking`, `redacted_thinking` and `tool_use` blocks unchanged and nothing else: what
 * belongs to other providers stands in their place, in an envelope.
 */

/** The signature of a thinking block that carries this proof. */
export function signatureOf(proof: Proof | undefined): string {
  if (proof === undefined) return ''
  return proof.owner === 'anthropic-messages' ? proof.value : seal({ kind: 'reasoning', proof })
}

/** The proof that a signature or redacted block stands for; none where it is empty or broken. */
export function proofOf(signature: string): Proof | undefined {
  const envelope = unseal(signature)
  if (envelope?.kind === 'reasoning') return envelope.proof
  return signature === '' || isSealed(signature)
    ? undefined
    : { owner: 'anthropic-messages', value: signature }
}
