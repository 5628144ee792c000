import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge, NEVER_OVER, type Threshold, type ThresholdState } from './thresholds.ts'

/** Judges one measurement a second. */
function judged(threshold: Threshold, measurements: readonly (number | null)[], stepMs = 1_000) {
  let state: ThresholdState = NEVER_OVER
  return measurements.map((measured, index) => {
    const verdict = judge(threshold, state, measured, index * stepMs)
    state = verdict.state
    return verdict
  })
}

test.each([
  [{ measure: 'error-rate', limit: 0.1 }, [0.02, 0.11, 0.09, 0.07], 'error_rate', 'error-rate'],
  [{ measure: 'latency', limit: 2_000 }, [900, 2_100, 1_700, 1_500], 'latency', 'latency'],
  [{ measure: 'quality', limit: 0.5 }, [0.9, 0.45, 0.55, 0.65], 'quality_drop', 'quality'],
] as const)('%j is left, told of, and come back to only with a margin', (threshold, values, type, reason) => {
  const verdicts = judged(threshold, values, 61_000)
  expect(verdicts.map(({ removedBy }) => removedBy)).toEqual([null, reason, reason, null])
  expect(verdicts.map(({ alert }) => alert)).toEqual([
    null,
    { type, state: 'raised', reason, from: values[0], to: values[1] },
    null,
    { type, state: 'cleared', reason, from: values[2], to: values[3] },
  ])
})

test('the limit itself is not past it', () => {
  for (const measure of ['error-rate', 'quality'] as const)
    expect(judged({ measure, limit: 0.5 }, [0.5])[0]?.isOver).toBe(false)
})

test('what is not measured is not past anything, and a target of which nothing is measured gets another chance', () => {
  const threshold = { measure: 'latency', limit: 2_000 } as const
  expect(judged(threshold, [null, 3_000, null, null], 30_000).map(({ isOver }) => isOver)).toEqual([
    false,
    true,
    true,
    false,
  ])
})

test('whatever is measured, it changes its mind to leave a target at most once a minute, and tells of each change', () => {
  const measurement = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null })
  const measure = fc.constantFrom('error-rate' as const, 'quality' as const)
  fc.assert(
    fc.property(measure, fc.array(measurement, { maxLength: 300 }), (measure, measurements) => {
      const verdicts = judged({ measure, limit: 0.5 }, measurements)
      const raised = verdicts.flatMap(({ alert }, second) => (alert?.state === 'raised' ? [second] : []))
      for (const [index, second] of raised.entries())
        if (index > 0) expect(second - (raised[index - 1] ?? 0)).toBeGreaterThanOrEqual(60)
      for (const [index, { isOver, alert }] of verdicts.entries())
        expect(alert !== null).toBe(isOver !== (verdicts[index - 1]?.isOver ?? false))
    }),
  )
})
