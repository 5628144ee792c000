import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { formatProblems } from '../../config/problem.ts'
import type { Surroundings } from '../surroundings.ts'
import { printable } from '../table.ts'
import { readOffline } from './read-offline.ts'
import { readRouteTests } from './route-test-file.ts'
import { type RouteTestResult, runRouteTest } from './run-route-test.ts'

export interface RouteTestFlags {
  /** Beats the one that the file names. */
  readonly config?: string
  readonly json?: boolean
}

/** `portolan explain --test`: resolves with 1 where a test fails, or where the file is wrong. */
export async function testRoutes(
  named: string,
  { config, json }: RouteTestFlags,
  surroundings: Surroundings,
): Promise<number> {
  const { cwd, env, err, out, now } = surroundings
  const file = resolve(cwd, named)
  const content = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`The tests ${file} cannot be read.`, { cause: error })
  })
  const reading = readRouteTests(content, env)
  if (!reading.ok) {
    err(`${formatProblems(reading.problems, named)}\n`)
    return 1
  }
  const own = reading.value.config
  const read = await readOffline(
    config ?? (own === undefined ? undefined : resolve(dirname(file), own)),
    surroundings,
  )
  const nowMs = now()
  const results: RouteTestResult[] = []
  for (const test of reading.value.tests) results.push(await runRouteTest(test, { ...read, nowMs }))
  const failed = results.filter(({ ok }) => !ok).length
  const passed = results.length - failed
  if (json === true) out(`${JSON.stringify({ ok: failed === 0, passed, failed, tests: results })}\n`)
  else
    out(
      `${results.map(line).join('')}${results.length} ${results.length === 1 ? 'test' : 'tests'}: ${passed} ok, ${failed} failed.\n`,
    )
  return failed === 0 ? 0 : 1
}

function line({ name, ok, differences }: RouteTestResult): string {
  const below = differences.map((difference) => `      ${printable(difference)}\n`).join('')
  return `${ok ? 'ok    ' : 'FAIL  '}${printable(name)}\n${below}`
}
