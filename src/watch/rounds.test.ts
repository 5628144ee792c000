import { expect, test } from 'vitest'
import type { RouteConfig } from '../config/config.ts'
import { DIALECTS } from '../dialects/index.ts'
import { answerWhole, completion } from '../gateway/answers.fixture.ts'
import { settle } from '../gateway/closed-once.fixture.ts'
import { configOf, heldGateway, type HeldGateway, routeConfig } from '../gateway/gateway.fixture.ts'
import { CanaryResults } from './canary-results.ts'
import { Rounds } from './rounds.ts'

function watched(fields: Partial<RouteConfig>) {
  const targets = [
    { provider: 'a', model: 'm', weight: 1, price: null },
    { provider: 'b', model: 'm', weight: 1, price: null, standby: true },
  ]
  const held = heldGateway(configOf({ models: { smart: routeConfig({ targets, ...fields }) } }))
  let aheadMs = 0
  const clock = { now: () => Date.now(), monotonicMs: () => performance.now() + aheadMs }
  const gateway = { ...held.gateway, clock }
  const results = new CanaryResults()
  const rounds = new Rounds(gateway, DIALECTS.openai, results)
  const look = async (afterMs: number) => {
    aheadMs += afterMs
    rounds.look()
    await settle()
  }
  return { ...held, gateway, results, look }
}

async function answerAll(held: HeldGateway, from: number, text: (origin: string) => string): Promise<void> {
  for (const sent of held.network.sent.slice(from)) answerWhole(sent, completion(text(sent.request.origin)))
  await settle()
  held.flush()
  await settle()
}

const origins = ({ network }: HeldGateway) => network.sent.map(({ request }) => request.origin)

test('a standby target is asked for a few tokens now and then, and recorded as any other', async () => {
  const held = watched({ standbyProbeMs: 60_000 })
  await held.look(0)
  expect(origins(held)).toEqual([])
  await held.look(60_000)
  expect(origins(held)).toEqual(['https://b.example'])
  await held.look(120_000) // While it is asked, it is not asked again.
  expect(origins(held)).toHaveLength(1)
  await answerAll(held, 0, () => 'ready')
  expect(held.records).toMatchObject([
    { keyId: 'gateway', tags: ['standby-probe'], target: 'b/m', status: 200, usage: { outputTokens: 3 } },
  ])
  expect(held.gateway.health.report('b/m', held.gateway.clock.monotonicMs())).toMatchObject({ requests: 1 })
  await held.look(1)
  expect(origins(held)).toHaveLength(2)
})

test('without an interval nothing is asked', async () => {
  const held = watched({ standbyProbeMs: null })
  await held.look(0)
  await held.look(1e9)
  expect(origins(held)).toEqual([])
})

test('canaries go to every target, and what comes back counts for its quality', async () => {
  const canary = { prompt: '6 times 7?', expect: { contains: '42' }, everyMs: 10_000, maxTokens: 50 }
  const held = watched({ canaries: [canary] })
  await held.look(0)
  for (let round = 0; round < 6; round++) {
    await held.look(10_000)
    const from = round * 2
    expect(origins(held).slice(from).sort()).toEqual(['https://a.example', 'https://b.example'])
    expect(JSON.parse(String(held.network.last.request.body))).toMatchObject({ max_tokens: 50 })
    await answerAll(held, from, (origin) => (origin.includes('//a.') ? 'It is 42.' : 'No idea.'))
  }
  expect([held.results.passRate('a/m'), held.results.passRate('b/m')]).toEqual([1, 0])
  const nowMs = held.gateway.clock.monotonicMs()
  const [good, bad] = ['a/m', 'b/m'].map((id) => held.gateway.health.figures(id, nowMs).quality)
  expect(good).toBeGreaterThan(0.8)
  expect(bad).toBeLessThan(0.2)
  expect(held.records.every(({ tags }) => tags.includes('canary'))).toBe(true)
})

test('a target that does not answer has failed, not got worse', async () => {
  const canary = { prompt: 'x', expect: { equals: 'y' }, everyMs: 10_000, maxTokens: 5 }
  const held = watched({
    canaries: [canary],
    targets: [{ provider: 'a', model: 'm', weight: 1, price: null }],
    retries: { attempts: 0, on: [], honourRetryAfter: true },
  })
  await held.look(0)
  for (let round = 0; round < 3; round++) {
    await held.look(600_000)
    const sent = held.network.sent[round]
    if (sent === undefined) throw new Error('Nothing was asked.')
    answerWhole(sent, Buffer.from('{"error":{"message":"down"}}'), 500)
    await settle()
    held.flush()
    await settle()
  }
  expect(held.results.passRate('a/m')).toBeNull()
  expect(held.gateway.health.report('a/m', held.gateway.clock.monotonicMs())).toMatchObject({ errors: 3 })
})
