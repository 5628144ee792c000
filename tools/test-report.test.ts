import { expect, test } from 'vitest'
import { ROOT } from './source-files.ts'
import { readReport } from './test-report.ts'

function report(...tests: readonly [name: string, status: string][]): object {
  return {
    name: `${ROOT}src/a.test.ts`,
    status: tests.some(([, status]) => status === 'failed') ? 'failed' : 'passed',
    message: '',
    assertionResults: tests.map(([fullName, status]) => ({ fullName, status })),
  }
}

test('passed tests are counted; failed and skipped ones are named', () => {
  const json = JSON.stringify({
    testResults: [report(['one', 'passed'], ['two', 'failed'], ['three', 'pending'], ['four', 'todo'])],
  })
  expect(readReport(json, false)).toEqual({
    passed: 1,
    failures: ['src/a.test.ts: two'],
    skipped: ['src/a.test.ts: three', 'src/a.test.ts: four'],
  })
})

test('a file that could not be loaded is a failure, though it has no tests', () => {
  const broken = { ...report(), status: 'failed', message: 'Cannot find module x\n  at y' }
  expect(readReport(JSON.stringify({ testResults: [broken] }), false).failures).toEqual([
    'src/a.test.ts: Cannot find module x',
  ])
})

test('an error that belongs to no test is a failure, too', () => {
  const json = JSON.stringify({ testResults: [report(['one', 'passed'])] })
  expect(readReport(json, false)).toMatchObject({ passed: 1, failures: [expect.stringContaining('outside')] })
  expect(readReport(json, true)).toMatchObject({ passed: 1, failures: [] })
})
