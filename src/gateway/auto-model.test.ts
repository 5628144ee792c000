import { expect, test } from 'vitest'
import type { Config } from '../config/config.ts'
import type { JsonObject } from '../core/json.ts'
import { answerWhole } from './answers.fixture.ts'
import { asCaller, settle } from './closed-once.fixture.ts'
import { chat, configOf, heldGateway, incomingOf, keyOf, routeConfig, NO_PRICE } from './gateway.fixture.ts'
import { serve } from './serve.ts'

const SECRET = 'sk-ptl-of-a-caller'
const place = (provider: string, usdPerMillion: number) => ({
  provider,
  model: 'm',
  weight: 1,
  price: { ...NO_PRICE, input: usdPerMillion * 1e9, output: usdPerMillion * 4e9 },
  context: 100_000,
  modalities: ['text', 'image'] as const,
})

async function ask(
  body: JsonObject,
  auto: Partial<Config['auto']> = {},
  models: readonly string[] | null = null,
) {
  const base = configOf()
  const held = heldGateway(
    configOf({
      models: {
        cheap: routeConfig({ targets: [place('a', 0.1)] }),
        dear: routeConfig({ targets: [place('b', 10)] }),
        'not-priced': routeConfig({ targets: [{ provider: 'c', model: 'm', weight: 1, price: null }] }),
      },
      auto: { ...base.auto, ...auto },
    }),
    [keyOf(SECRET, { models })],
  )
  const incoming = incomingOf({ ...chat(), model: 'auto', ...body }, { headers: asCaller })
  const serving = serve(incoming, held.gateway)
  await settle()
  const sent = held.network.sent[0]
  if (sent !== undefined) answerWhole(sent)
  await settle()
  held.flush()
  await serving
  return { reply: incoming.reply, record: held.records[0] }
}

const PROOF =
  'Prove that there are infinitely many primes of the form 4k+3, and derive the asymptotic density.'

test('a request for auto gets a model of the strength that its kind asks for, and the record says why', async () => {
  const classes = { chat: 'weak', maths: 'strong', reasoning: 'strong' } as const
  const easy = await ask({ messages: [{ role: 'user', content: 'Hello there!' }] }, { classes })
  expect(easy.reply.headers['x-portolan-target']).toBe('a/m')
  const hard = await ask({ messages: [{ role: 'user', content: PROOF }] }, { classes })
  expect(hard.reply.headers['x-portolan-target']).toBe('b/m')
  expect(hard.record?.decision?.auto).toMatchObject({
    strength: 'strong',
    decidedBy: 'class',
    tier: 'balanced',
    models: ['dear', 'cheap'],
  })
  expect(hard.record?.requestedModel).toBe('auto')
})

test('the operator’s own lists go before the prices', async () => {
  const lists = { classes: { chat: 'weak' }, weak: ['dear'] } as const
  const { reply } = await ask({ model: 'openrouter/auto' }, lists)
  expect(reply.headers['x-portolan-target']).toBe('b/m')
})

test('a caller’s restrictions and his key’s hold, and what is left may be nothing', async () => {
  const only = (allowed: string) => ({ plugins: [{ id: 'auto-router', allowed_models: [allowed] }] })
  expect((await ask(only('dear'))).reply.headers['x-portolan-target']).toBe('b/m')
  expect((await ask({}, {}, ['auto', 'cheap'])).reply.headers['x-portolan-target']).toBe('a/m')
  const none = await ask(only('nothing-*'))
  expect(none.reply.status).toBe(404)
  expect(none.reply.body).toContain('None of the models here fits')
})

test('a route called auto is what its name says', async () => {
  const held = heldGateway(configOf({ models: { auto: routeConfig({ targets: [place('c', 1)] }) } }))
  const incoming = incomingOf({ ...chat(), model: 'auto' })
  void serve(incoming, held.gateway)
  await settle()
  expect(new URL(held.network.last.request.origin).hostname).toBe('c.example')
})
