import { expect, test } from 'vitest'
import { answerWhole } from './answers.fixture.ts'
import { chat, configOf, type HeldGateway, heldGateway, incomingOf, routeConfig } from './gateway.fixture.ts'
import { serve } from './serve.ts'

const HOUR_MS = 3_600_000

interface Jumping {
  readonly held: HeldGateway
  /** Time passes. */
  pass(milliseconds: number): void
  /** The wall clock is set. */
  jump(milliseconds: number): void
  /** Serves one request, which its provider refuses for half a minute or answers. */
  ask(
    reply: 'refused' | 'answered',
  ): Promise<{ readonly status: number | null; readonly retryAfter: unknown; readonly calls: number }>
}

function jumping(): Jumping {
  const held = heldGateway(
    configOf({ models: { smart: routeConfig({ retries: { ...routeConfig().retries, attempts: 0 } }) } }),
  )
  let wallMs = Date.parse('2026-11-22T10:00:00Z')
  let monotonicMs = 0
  const gateway = { ...held.gateway, clock: { now: () => wallMs, monotonicMs: () => monotonicMs } }
  return {
    held,
    pass(milliseconds) {
      wallMs += milliseconds
      monotonicMs += milliseconds
    },
    jump(milliseconds) {
      wallMs += milliseconds
    },
    async ask(reply) {
      const before = held.network.sent.length
      const incoming = incomingOf(chat())
      const serving = serve(incoming, gateway)
      for (let turn = 0; turn < 20; turn++) await Promise.resolve()
      const sent = held.network.sent[before]
      if (reply === 'answered' && sent !== undefined) answerWhole(sent)
      else if (sent !== undefined) {
        sent.handler.onHeaders(429, { 'content-type': 'application/json', 'retry-after': '30' })
        sent.handler.onEnd()
      }
      await serving
      held.flush()
      const { status, headers } = incoming.reply
      return { status, retryAfter: headers['retry-after'], calls: held.network.sent.length - before }
    },
  }
}

test.each([HOUR_MS, -HOUR_MS])(
  'a wall clock that jumps by %i ms neither ends a rest nor prolongs it',
  async (jumpMs) => {
    const { pass, jump, ask } = jumping()
    expect(await ask('refused')).toMatchObject({ status: 429, calls: 1 })
    pass(10_000)
    jump(jumpMs)
    expect(await ask('answered')).toEqual({ status: 429, retryAfter: 20, calls: 0 })
    pass(19_999)
    expect(await ask('answered')).toMatchObject({ status: 429, calls: 0 })
    pass(1)
    expect(await ask('answered')).toMatchObject({ status: 200, calls: 1 })
  },
)

test.each([HOUR_MS, -HOUR_MS])('nor does it change what was measured', async (jumpMs) => {
  const { held, pass, jump, ask } = jumping()
  expect(await ask('answered')).toMatchObject({ status: 200 })
  jump(jumpMs)
  pass(1_000)
  expect(held.gateway.health.figures('a/m', 1_000)).toMatchObject({
    inFlight: 0,
    uptime: { fiveMinutes: 1, thirtyMinutes: 1, day: 1 },
  })
  expect(await ask('answered')).toMatchObject({ status: 200 })
})

test('what a reply says is left of its rate limits is known before its answer is whole', async () => {
  const { held } = jumping()
  const incoming = incomingOf(chat())
  const serving = serve(incoming, held.gateway)
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  const sent = held.network.sent[0]
  sent?.handler.onHeaders(200, {
    'content-type': 'application/json',
    'x-ratelimit-remaining-requests': '12',
    'x-ratelimit-remaining-tokens': '3400',
  })
  const nowMs = held.gateway.clock.monotonicMs()
  expect(held.gateway.health.figures('a/m', nowMs)).toMatchObject({
    inFlight: 1,
    requestsLeft: 12,
    tokensLeft: 3_400,
  })
  if (sent !== undefined) answerWhole(sent)
  await serving
  expect(held.gateway.health.figures('a/m', nowMs).inFlight).toBe(0)
})
