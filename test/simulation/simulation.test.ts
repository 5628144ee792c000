import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { PROVIDERS } from '../../src/providers/index.ts'
import { Chance } from './chance.ts'
import type { Evidence } from './evidence.ts'
import { checkInvariants, replayCommand } from './invariants.ts'
import { compileFile, randomFile, randomProviders } from './random-config.ts'
import { simulate } from './simulate.ts'

vi.mock('lru-cache', async (real) => (await import('./small-caches.ts')).smallCaches(await real()))

/** A seed alone runs that one scenario; a count alone runs so many from the first on. */
const { PORTOLAN_SIM_SEED, PORTOLAN_SIM_COUNT } = process.env
const FIRST = Number(PORTOLAN_SIM_SEED ?? 1)
const COUNT = Number(PORTOLAN_SIM_COUNT ?? (PORTOLAN_SIM_SEED === undefined ? 10_000 : 1))
const SCENARIOS_PER_TEST = 1_000
const TEST_MS_MAX = 120_000

const directory = mkdtempSync(join(tmpdir(), 'portolan-simulation-'))
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

const ranges = Array.from({ length: Math.ceil(COUNT / SCENARIOS_PER_TEST) }, (_, at) => {
  const from = FIRST + at * SCENARIOS_PER_TEST
  return [from, Math.min(from + SCENARIOS_PER_TEST, FIRST + COUNT) - 1] as const
})

test.each(ranges)(
  'every promise is kept in the scenarios %i to %i',
  async (from, to) => {
    for (let seed = from; seed <= to; seed++) checkInvariants(await scenario(String(seed)))
  },
  TEST_MS_MAX,
)

async function scenario(seed: string): Promise<Evidence> {
  try {
    return await simulate(seed, directory)
  } catch (error) {
    throw new Error(`The scenario broke down. To see it again: ${replayCommand(seed)}`, { cause: error })
  }
}

test('a seed gives the same scenario each time, to the last byte', async () => {
  for (let seed = FIRST; seed < FIRST + Math.min(COUNT, 20); seed++) {
    expect(traceOf(await scenario(String(seed)))).toEqual(traceOf(await scenario(String(seed))))
  }
})

function traceOf({ exchanges, calls, appended, endMs }: Evidence) {
  return {
    answers: exchanges.map(({ caller }) => [caller.status, caller.answeredAtMs, caller.text]),
    calls: calls.map(({ atMs, stamp, ending, parts }) => [
      atMs,
      stamp,
      ending,
      parts.request.body.toString(),
    ]),
    journal: appended.map(({ atMs, entry }) => JSON.stringify([atMs, entry])),
    endMs,
  }
}

test('scenarios use configurations that the gateway itself would load, and no others', () => {
  const kinds = PROVIDERS.map(({ kind }) => kind)
  for (let seed = 1; seed <= 20; seed++) {
    const chance = new Chance(String(seed))
    const file = randomFile(randomProviders(chance), chance)
    expect(loadConfig(JSON.stringify(file), { env: {}, kinds })).toEqual({
      ok: true,
      config: compileFile(file),
    })
  }
})

test('scenarios reach into every corner: each kind of ending, by each kind of trouble', async () => {
  const seen = new Set<string>()
  for (let seed = 1; seed <= 300; seed++) {
    for (const { caller, answer } of (await scenario(String(seed))).exchanges) {
      const [ending] = answer.terminals
      if (caller.hasLeft) seen.add('left')
      if (ending !== undefined) seen.add(ending.type === 'finish' ? 'finish' : ending.code)
    }
  }
  expect([...seen].sort()).toEqual(expect.arrayContaining(ENDINGS))
})

const ENDINGS = [
  'all_targets_failed',
  'budget_exhausted',
  'context_length_exceeded',
  'deadline_exceeded',
  'finish',
  'left',
  'no_target_allowed',
  'permission_denied',
  'provider_rate_limited',
  'provider_timeout',
  'provider_unreachable',
  'rate_limited',
  'shutting_down',
  'store_unavailable',
  'stream_interrupted',
]
