import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { anthropicCaller } from '../support/anthropic-caller.ts'
import { ask, DIALECT_NAMES } from '../support/ask.ts'
import { openaiCaller } from '../support/openai-caller.ts'
import { startTestGateway } from '../support/test-gateway.ts'

// An answer that breaks in its middle is gone on with by another target, as one answer to whoever reads it.

/** The simulator says it again. */
const TEXT = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ')
const price = { input: 1, output: 2 }

/** Who goes on: the simulator behind two of the formats, under names whose models take a prefix. */
const FIRST = ['openai', 'compatible', 'anthropic', 'gemini'] as const
const SECOND = {
  simulated: { provider: 'simulated', model: 'echo' },
  claude: { provider: 'anthropic', model: 'claude-sonnet-4-5' },
}

let hours = 0
const gateway = await startTestGateway({
  aheadMs: () => hours * 3_600_000,
  simulator: { aliases: { 'claude-sonnet-4-5': 'echo' } },
  config: {
    models: Object.fromEntries(
      FIRST.flatMap((provider) =>
        Object.entries(SECOND).map(([name, second]) => [
          `${provider}-then-${name}`,
          {
            targets: [
              { provider, model: 'echo', price },
              { ...second, price },
            ],
            on_stream_failure: 'continue',
            strategy: 'order',
          },
        ]),
      ),
    ),
  },
})
const { secret } = await gateway.makeKey({
  budgets: [{ usdNanos: 1e9, window: 'lifetime', onExhausted: 'deny' }],
})
afterAll(() => gateway.close())
beforeEach(() => {
  gateway.simulator.reset()
  hours += 24
})

const CALLERS = { openai: openaiCaller, anthropic: anthropicCaller } as const
const WAYS = FIRST.flatMap((provider) =>
  Object.keys(SECOND).flatMap((second) => DIALECT_NAMES.map((dialect) => ({ provider, second, dialect }))),
)

describe.each(WAYS)(
  '$provider, then $second, in the dialect of $dialect',
  ({ provider, second, dialect }) => {
    const model = `${provider}-then-${second}`
    const stream = () => ask(gateway.url, { dialect, stream: true, key: secret, model, text: TEXT })

    test('S08 a cut answer is whole, under one id, and all that was used is in the books', async () => {
      gateway.simulator.script([{ cutEvents: 25, times: 1 }])
      const heard = await stream()
      expect(heard).toMatchObject({ status: 200, error: null, isWhole: true })
      expect(heard.text).toBe(TEXT)
      const record = await gateway.record(heard.id)
      expect(record.attempts).toMatchObject([
        { provider, code: 'stream_interrupted' },
        { role: 'continuation', code: null },
      ])
      const [cut, rest] = record.attempts
      expect(record.usage?.outputTokens).toBe(
        (cut?.usage?.outputTokens ?? 0) + (rest?.usage?.outputTokens ?? 0),
      )
      expect(record.billedNanos).toBe((cut?.costNanos ?? 0) + (rest?.costNanos ?? 0))
    })

    test('the official client reads it as one answer', async () => {
      gateway.simulator.script([{ cutEvents: 25, times: 1 }])
      const read = await CALLERS[dialect](gateway.url, secret).readStream(model, TEXT)
      expect(read.error).toBeNull()
      expect(read.text).toBe(TEXT)
    })

    test('S14 whoever goes on and refuses hides nothing: the first error is what the caller gets', async () => {
      gateway.simulator.script([{ cutEvents: 25, times: 1 }, { status: 400 }])
      const heard = await stream()
      expect(heard).toMatchObject({ status: 200, error: 'stream_interrupted', isWhole: false })
      const record = await gateway.record(heard.id)
      expect(record).toMatchObject({ errorCode: 'stream_interrupted' })
      expect(record.attempts.map(({ role }) => role)).toEqual([undefined, 'continuation'])
    })
  },
)
