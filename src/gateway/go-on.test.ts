import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RouteConfig } from '../config/config.ts'
import type { KeyRecord } from '../core/key.ts'
import { type JsonObject, parseJsonObject } from '../core/json.ts'
import { DIALECTS } from '../dialects/index.ts'
import { SseParser } from '../wire/sse.ts'
import { chunks, SSE_HEADERS } from './answers.fixture.ts'
import { asCaller, settle } from './closed-once.fixture.ts'
import {
  chat,
  configOf,
  heldGateway,
  type HeldGateway,
  incomingOf,
  keyOf,
  routeConfig,
  NO_PRICE,
} from './gateway.fixture.ts'
import type { Sent } from './held-ports.fixture.ts'
import { serve } from './serve.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const SECRET = 'sk-ptl-of-a-caller-who-stays'

/** Three targets; `b` and `c` go on with a prefix, `a` does not. */
function gatewayThat(
  onStreamFailure: 'error' | 'continue',
  fields: Partial<RouteConfig> = {},
  budgets: KeyRecord['budgets'] = [],
): HeldGateway {
  const base = configOf()
  const simulated = (name: string) => ({
    ...(base.providers[name] as (typeof base.providers)[string]), // The fixture has it.
    kind: 'simulator',
  })
  const targets = ['a', 'b', 'c'].map((provider) => ({
    provider,
    model: 'm',
    weight: 1,
    price: { ...NO_PRICE, input: 1e9, output: 2e9 },
  }))
  return heldGateway(
    configOf({
      providers: { ...base.providers, b: simulated('b'), c: simulated('c') },
      models: { smart: routeConfig({ targets, onStreamFailure, ...fields }) },
    }),
    [keyOf(SECRET, { budgets })],
  )
}

/** Serves one streamed request; each provider in turn behaves by the list. */
async function run(
  held: HeldGateway,
  behaviours: readonly ((sent: Sent) => void)[],
  { body = {}, dialect = 'openai' }: { body?: JsonObject; dialect?: 'openai' | 'anthropic' } = {},
) {
  const request = chat({ stream: true, max_tokens: 100, ...body })
  const incoming = { ...incomingOf(request, { headers: asCaller }), dialect: DIALECTS[dialect] }
  const serving = serve({ ...incoming, headers: { authorization: `Bearer ${SECRET}` } }, held.gateway)
  for (const [index, behave] of behaviours.entries()) {
    await settle()
    const sent = held.network.sent[index]
    if (sent === undefined) break
    behave(sent)
    await vi.advanceTimersByTimeAsync(1_000)
  }
  await settle()
  held.flush()
  await serving
  held.flush()
  const frames = new SseParser().push(Buffer.from(incoming.reply.body))
  return {
    reply: incoming.reply,
    frames: frames.map(({ data }) => parseJsonObject(data) ?? {}),
    text: incoming.reply.body,
  }
}

const cutAfter =
  (events: number, text = 'Good day.') =>
  ({ handler }: Sent) => {
    handler.onHeaders(200, SSE_HEADERS)
    for (const chunk of chunks(text).slice(0, events)) handler.onData(chunk)
    handler.onFailure({ type: 'network', code: 'ECONNRESET' })
  }
const say =
  (text: string) =>
  ({ handler }: Sent) => {
    handler.onHeaders(200, SSE_HEADERS)
    for (const chunk of chunks(text)) handler.onData(chunk)
    handler.onEnd()
  }
const fail = ({ handler }: Sent) => handler.onFailure({ type: 'network', code: 'ECONNREFUSED' })

const contentOf = (frames: readonly JsonObject[]) => frames.map(deltaOf).join('')
const deltaOf = ({ choices }: JsonObject): string => {
  const [choice] = (choices ?? []) as { delta: { content?: string } }[] // As the dialect writes them.
  return choice?.delta.content ?? ''
}
const bodyOf = (sent: Sent | undefined) => JSON.parse(sent?.request.body.toString() ?? '{}')

test('an answer that breaks off in its text is gone on with by a target that can, as one answer', async () => {
  const held = gatewayThat('continue')
  const { frames, text } = await run(held, [cutAfter(5), say(' day.')], {
    body: { stream_options: { include_usage: true } },
  })
  expect(contentOf(frames)).toBe('Good day.')
  expect(new Set(frames.slice(0, -1).map(({ id }) => id))).toEqual(new Set(['chatcmpl-1']))
  expect(text.match(/\[DONE\]/g)).toHaveLength(1)
  expect(text.match(/"finish_reason":"stop"/g)).toHaveLength(1)
  const sent = bodyOf(held.network.sent[1])
  expect(sent.messages).toEqual([
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: 'Good' },
  ])
  expect(sent.max_tokens ?? sent.max_completion_tokens).toBe(98)

  const [record] = held.records
  expect(record?.attempts.map(({ target, role, code }) => [target, role, code])).toEqual([
    ['a/m', undefined, 'stream_interrupted'],
    ['b/m', 'continuation', null],
  ])
  const [first, second] = record?.attempts ?? []
  expect(record).toMatchObject({ target: 'b/m', status: 200, errorCode: null, usageSource: 'estimated' })
  expect(record?.usage?.outputTokens).toBe((first?.usage?.outputTokens ?? 0) + 3)
  expect(record?.billedNanos).toBe((first?.costNanos ?? 0) + (second?.costNanos ?? 0))
  expect(frames.at(-2)).toMatchObject({ usage: { completion_tokens: record?.usage?.outputTokens } })
})

test('the space at the cut comes once', async () => {
  const held = gatewayThat('continue')
  const { frames } = await run(held, [cutAfter(6), say(' day.')])
  expect(bodyOf(held.network.sent[1]).messages.at(-1).content).toBe('Good')
  expect(contentOf(frames)).toBe('Good day.')
})

test('in Anthropic’s dialect the same block goes on', async () => {
  const held = gatewayThat('continue')
  const { frames } = await run(held, [cutAfter(5), say(' day.')], { dialect: 'anthropic' })
  expect(frames.map(({ type }) => type).filter((type) => type !== 'content_block_delta')).toEqual([
    'message_start',
    'content_block_start',
    'content_block_stop',
    'message_delta',
    'message_stop',
  ])
  const deltas = frames.filter(({ type }) => type === 'content_block_delta')
  expect(new Set(deltas.map(({ index }) => index))).toEqual(new Set([0]))
  // As the dialect writes them.
  expect(deltas.map(({ delta }) => (delta as { text: string }).text).join('')).toBe('Good day.')
})

test('one that breaks again is taken up again, by a third', async () => {
  const held = gatewayThat('continue')
  const { frames, text } = await run(held, [cutAfter(3), cutAfter(3, 'od'), say(' day.')])
  expect(contentOf(frames)).toBe('Good day.')
  expect(bodyOf(held.network.sent[2]).messages.at(-1).content).toBe('Good')
  expect(text).toContain('[DONE]')
})

test('a target that fails before it says anything is passed over', async () => {
  const { frames } = await run(gatewayThat('continue'), [cutAfter(5), fail, say(' day.')])
  expect(contentOf(frames)).toBe('Good day.')
})

test.each([
  ['the route says so', gatewayThat.bind(null, 'error'), {}],
  ['its form is fixed', gatewayThat.bind(null, 'continue'), { response_format: { type: 'json_object' } }],
  ['its tokens are told one by one', gatewayThat.bind(null, 'continue'), { logprobs: true }],
  [
    'nobody else is there',
    () => gatewayThat('continue', { targets: [{ provider: 'a', model: 'm', weight: 1, price: null }] }),
    {},
  ],
])('an answer ends broken and not whole where %s', async (_, gateway, body) => {
  const { text } = await run(gateway(), [cutAfter(5), say(' day.')], { body })
  expect(text).toContain('"error"')
  expect(text).not.toContain('[DONE]')
})

test('nobody goes on with a tool call', async () => {
  const held = gatewayThat('continue')
  const call = { index: 0, id: 'c', type: 'function', function: { name: 't', arguments: '{"a"' } }
  const chunk = {
    id: 'x',
    object: 'chat.completion.chunk',
    model: 'm',
    choices: [{ index: 0, delta: { tool_calls: [call] } }],
  }
  const { text } = await run(held, [
    ({ handler }) => {
      handler.onHeaders(200, SSE_HEADERS)
      handler.onData(Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`))
      handler.onFailure({ type: 'network', code: 'ECONNRESET' })
    },
    say('?'),
  ])
  expect(held.network.sent).toHaveLength(1)
  expect(text).toContain('"error"')
})

const KEY = { type: 'key', id: 'key_1' } as const

test('nobody goes on whose cost the budget does not hold for, and it is settled as it was', async () => {
  // 13 tokens in and 100 out cost $0.000213 at most. To go on, the input is paid once more.
  const lifetime = (usd: number) =>
    [{ usdNanos: usd * 1e9, window: 'lifetime', onExhausted: 'deny' }] as const
  const tight = gatewayThat('continue', {}, lifetime(0.000215))
  const { text } = await run(tight, [cutAfter(5), say(' day.')])
  expect(tight.network.sent).toHaveLength(1)
  expect(text).toContain('"error"')
  expect(tight.limits.spent(KEY, lifetime(0.000215)[0], Date.now())).toBe(tight.records[0]?.billedNanos)

  const enough = gatewayThat('continue', {}, lifetime(0.0003))
  expect((await run(enough, [cutAfter(5), say(' day.')])).text).toContain('[DONE]')
  expect(enough.limits.spent(KEY, lifetime(0.0003)[0], Date.now())).toBe(enough.records[0]?.billedNanos)
})

test('a caller who leaves while another goes on ends that too', async () => {
  const held = gatewayThat('continue')
  const incoming = incomingOf(chat({ stream: true }), { headers: asCaller })
  const serving = serve({ ...incoming, headers: { authorization: `Bearer ${SECRET}` } }, held.gateway)
  await settle()
  cutAfter(5)(held.network.last)
  await settle()
  incoming.reply.leave()
  await settle()
  held.flush()
  await serving
  expect(held.network.sent[1]?.isAborted).toBe(true)
  expect(held.records[0]).toMatchObject({ status: 499, errorCode: 'client_closed_request' })
})
