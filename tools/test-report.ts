import { relative } from 'node:path'
import { ROOT } from './source-files.ts'

export interface TestReport {
  readonly passed: number
  /** By name: tests that failed, and files that could not even start. */
  readonly failures: readonly string[]
  readonly skipped: readonly string[]
}

/** What we read of vitest's JSON report. https://vitest.dev/guide/reporters#json-reporter */
interface JsonReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

/**
 * Counts a report. `hasSucceeded` is vitest's own opinion, by its exit code: where it is no and no test has failed, an
 * error outside of the tests counts as one failure, so that nothing is lost between the two.
 */
export function readReport(json: string, hasSucceeded: boolean): TestReport {
  const { testResults }: JsonReport = JSON.parse(json)
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({ name: `${pathOf(name)}: ${fullName}`, status })),
  )
  const failures = [
    ...tests.filter(({ status }) => status === 'failed').map(({ name }) => name),
    ...testResults.filter(isBroken).map(({ name, message }) => `${pathOf(name)}: ${firstLine(message)}`),
  ]
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failures:
      failures.length === 0 && !hasSucceeded ? ['an error outside of the tests; see above'] : failures,
    skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ name }) => name),
  }
}

/** A file that failed without a test in it that did: it could not be loaded, or one of its hooks threw. */
function isBroken({ status, assertionResults }: JsonReport['testResults'][number]): boolean {
  return status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
}

function pathOf(file: string): string {
  return relative(ROOT, file)
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
