import { expect, test } from 'vitest'
import { retryAfterHeaderMs } from './retry-after.ts'

const DATE = 'Sun, 22 Nov 2026 10:00:00 GMT'

test.each([
  [{ 'retry-after': '2' }, 2_000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after-ms': '120.2', 'retry-after': '9' }, 121],
  [{ 'retry-after': ['3', '4'] }, 3_000],
  [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:30 GMT', date: DATE }, 30_000],
  [{ 'retry-after': 'Sun, 22 Nov 2026 09:59:00 GMT', date: DATE }, 0],
  [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:30 GMT' }, null],
  [{ 'retry-after': '-5' }, null],
  [{ 'retry-after': 'soon' }, null],
  [{}, null],
])('%j is %s ms', (headers, expected) => {
  expect(retryAfterHeaderMs(headers)).toBe(expected)
})
