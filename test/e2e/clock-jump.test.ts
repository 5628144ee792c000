import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { ask } from '../support/ask.ts'
import { startTestGateway } from '../support/test-gateway.ts'

const HOUR_MS = 3_600_000

/** The wall clock jumps, as after a correction by the network; what measures durations does not. */
let jumpedMs = 0
const gateway = await startTestGateway({
  wallAheadMs: () => jumpedMs,
  config: {
    models: {
      both: { targets: ['openai', 'compatible'].map((provider) => ({ provider, model: 'echo' })) },
    },
  },
})
afterAll(() => gateway.close())
beforeEach(() => {
  jumpedMs = 0
  gateway.simulator.reset()
})

const QUESTION = { dialect: 'openai', stream: false } as const
const send = (key: string) => ask(gateway.url, { ...QUESTION, key, model: 'openai/echo' })

describe.each([HOUR_MS, -HOUR_MS])('S26 the clock jumps by %d ms', (jump) => {
  test('requests are served, and records keep durations that can be', async () => {
    const { secret, id } = await gateway.makeKey()
    const before = await send(secret)
    jumpedMs = jump
    const after = await send(secret)
    expect([before.status, after.status]).toEqual([200, 200])
    const records = (await gateway.records()).filter(({ keyId }) => keyId === id)
    expect(records).toHaveLength(2)
    for (const { durationMs, overheadMs } of records) {
      expect(durationMs).toBeGreaterThanOrEqual(0)
      expect(durationMs).toBeLessThan(30_000)
      expect(overheadMs).toBeGreaterThanOrEqual(0)
    }
  })

  test('one that is under way in the jump is answered, and neither timed out nor recorded as an hour', async () => {
    const { secret, id } = await gateway.makeKey()
    gateway.simulator.script([{ firstTokenMs: 300 }])
    const answer = send(secret)
    setTimeout(() => {
      jumpedMs = jump
    }, 100)
    expect(await answer).toMatchObject({ status: 200, isWhole: true })
    const [record] = (await gateway.records()).filter(({ keyId }) => keyId === id)
    expect(record?.durationMs).toBeGreaterThan(250)
    expect(record?.durationMs).toBeLessThan(30_000)
  })

  test('a limit is neither opened by it nor locks its key out', async () => {
    const { secret } = await gateway.makeKey({ limits: { rph: 3 } })
    for (let count = 0; count < 3; count++) expect((await send(secret)).status).toBe(200)
    expect((await send(secret)).status).toBe(429)
    jumpedMs = jump
    const statuses = [await send(secret), await send(secret), await send(secret), await send(secret)]
    const served = statuses.filter(({ status }) => status === 200).length
    // Ahead, an hour has passed and the window is new; back, the hour that was counted still is.
    expect(served).toBe(jump > 0 ? 3 : 0)
  })

  test('a target that rests is left alone for as long as it would have been', async () => {
    const { secret } = await gateway.makeKey()
    gateway.simulator.script([{ status: 500, times: 8 }])
    for (let count = 0; count < 4; count++) await send(secret)
    gateway.simulator.reset()
    jumpedMs = jump
    const { headers, status } = await ask(gateway.url, { ...QUESTION, key: secret, model: 'both' })
    expect([status, headers.get('x-portolan-target')]).toEqual([200, 'compatible/echo'])
  })
})
