/**
 * The whole test of the project: every check, then every test.
 *
 *   npm test                 all of it; the last line is `N passed, N failed`
 *   npm test -- src/wire     only the tests whose path fits
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check } from './check.ts'
import { ROOT } from './source-files.ts'
import { readReport, type TestReport } from './test-report.ts'

const only = process.argv.slice(2)
const checks = only.length === 0 ? await check() : { passed: 0, failed: 0 }
const tests = await runTests(only)
for (const name of tests.failures) console.log(`failed   ${name}`)
for (const name of tests.skipped) console.log(`skipped  ${name}`)
const failed = checks.failed + tests.failures.length
console.log(`${checks.passed + tests.passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/** What vitest prints goes to the terminal as it comes; the count is from its own report. */
async function runTests(paths: readonly string[]): Promise<TestReport> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-test-'))
  const file = join(folder, 'report.json')
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...paths], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve)
  })
  try {
    return readReport(readFileSync(file, 'utf8'), code === 0)
  } catch (error) {
    console.error(error)
    return { passed: 0, failures: ['vitest left no report'], skipped: [] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
