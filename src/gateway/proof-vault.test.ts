import { expect, test } from 'vitest'
import { chatRequest } from '../core/request.fixture.ts'
import type { ChatRequest, Part } from '../core/request.ts'
import { ProofVault } from './proof-vault.ts'

const thought: Part = {
  type: 'reasoning',
  text: 'Which tool?',
  proof: { owner: 'anthropic-messages', value: 'S1' },
}
const call: Part = { type: 'tool-call', id: 'call_1', name: 'look', arguments: '{}' }
const signedCall: Part = { ...call, id: 'call_2', proof: { owner: 'gemini', value: 'S2' } }

function request(...assistant: readonly Part[]): ChatRequest {
  return chatRequest({
    messages: [
      { role: 'user', parts: [{ type: 'text', text: 'Go on.' }] },
      { role: 'assistant', parts: assistant },
    ],
  })
}

function restored(vault: ProofVault, scope: string, ...parts: readonly Part[]): readonly Part[] | undefined {
  return vault.restore(scope, request(...parts)).messages[1]?.parts
}

test('the reasoning before a call comes back to a client that dropped it', () => {
  const vault = new ProofVault()
  vault.remember('key_a', [thought, call])
  expect(restored(vault, 'key_a', call)).toEqual([thought, call])
})

test('a proof on a call comes back', () => {
  const vault = new ProofVault()
  vault.remember('key_a', [signedCall])
  expect(restored(vault, 'key_a', { ...call, id: 'call_2' })).toEqual([signedCall])
})

test('a reasoning text that was cut is replaced whole', () => {
  const vault = new ProofVault()
  vault.remember('key_a', [thought, call])
  const torn: Part = { type: 'reasoning', text: '', proof: { owner: 'anthropic-messages', value: 'S1' } }
  expect(restored(vault, 'key_a', torn, call)).toEqual([thought, call])
})

test('what came back whole stays the very same request', () => {
  const vault = new ProofVault()
  vault.remember('key_a', [thought, call])
  const whole = request(thought, call)
  expect(vault.restore('key_a', whole)).toBe(whole)
})

test('nobody gets the proofs of another key', () => {
  const vault = new ProofVault()
  vault.remember('key_a', [thought, call])
  expect(restored(vault, 'key_b', call)).toEqual([call])
})

test('each call of one answer keeps its own reasoning', () => {
  const vault = new ProofVault()
  const second: Part = { ...thought, text: 'And then?', proof: { owner: 'anthropic-messages', value: 'S3' } }
  vault.remember('key_a', [thought, call, second, signedCall])
  expect(restored(vault, 'key_a', call, { ...call, id: 'call_2' })).toEqual([
    thought,
    call,
    second,
    signedCall,
  ])
})
