import { expect, test } from 'vitest'
import { cpuNanos, residentBytes, residentIn, runNanos } from './accounting.ts'

test('time on the CPU is the first figure of a schedstat line', () => {
  expect(runNanos('1099131510 444986514 138\n')).toBe(1_099_131_510)
  expect(() => runNanos('')).toThrow('unknown')
})

test('resident memory is found among the other lines', () => {
  expect(residentIn('Name:\tnode\nVmHWM:\t   90000 kB\nVmRSS:\t   61712 kB\nRssAnon:\t   21712 kB\n')).toBe(
    61_712 * 1024,
  )
})

test.runIf(process.platform === 'linux')('this very process has used some of both', () => {
  const before = cpuNanos(process.pid)
  for (const end = performance.now() + 50; performance.now() < end; );
  expect(cpuNanos(process.pid) - before).toBeGreaterThan(1_000_000)
  expect(residentBytes(process.pid)).toBeGreaterThan(1024 * 1024)
})
