import { expect, test } from 'vitest'
import type { ErrorCode } from '../core/error.ts'
import { GatewayError } from '../core/error.ts'
import type { Answer, Ending } from './answer.ts'
import { billedOf } from './billed.ts'

const WHOLE: Ending = { type: 'whole', body: Buffer.alloc(0) }
const LEFT: Ending = { type: 'abandoned', sent: [] }
const USUAL = { marginPpm: 50_000, billsEmpty: false }

const answer = (
  ending: Ending,
  isEmpty = false,
  costNanos: number | null = 1_000,
): Pick<Answer, 'ending' | 'isEmpty' | 'costNanos'> => ({ ending, isEmpty, costNanos })
const broken = (code: ErrorCode): Ending => ({
  ...{ type: 'broken', error: new GatewayError(code, 'It broke.'), sent: [], unfinished: null },
})

test('an answer is billed with the margin; one whose cost is not known is not billed at a guess', () => {
  expect(billedOf(answer(WHOLE), USUAL)).toBe(1_050)
  expect(billedOf(answer(WHOLE, false, null), USUAL)).toBeNull()
})

test('one that is empty or has failed is billed nothing, unless that is wished', () => {
  for (const one of [
    answer(WHOLE, true),
    answer(broken('stream_interrupted')),
    answer(broken('shutting_down')),
    answer(broken('provider_timeout'), true, null),
  ]) {
    expect(billedOf(one, USUAL)).toBe(0)
    expect(billedOf(one, { ...USUAL, billsEmpty: true })).toBe(one.costNanos === null ? null : 1_050)
  }
})

test('one that its caller has ended is billed', () => {
  expect(billedOf(answer(LEFT), USUAL)).toBe(1_050)
  expect(billedOf(answer(LEFT, true), USUAL)).toBe(1_050)
  expect(billedOf(answer(broken('deadline_exceeded')), USUAL)).toBe(1_050)
})
