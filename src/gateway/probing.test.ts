import { expect, test } from 'vitest'
import { answerWhole } from './answers.fixture.ts'
import { chat, configOf, heldGateway, incomingOf, routeConfig } from './gateway.fixture.ts'
import { serve } from './serve.ts'

function gatewayWithOneDown() {
  const places = ['a', 'b'].map((provider) => ({ provider, model: 'm', weight: 1, price: null }))
  const held = heldGateway(configOf({ models: { smart: routeConfig({ targets: places }) } }))
  let monotonicMs = 0
  const gateway = { ...held.gateway, clock: { now: () => Date.now(), monotonicMs: () => monotonicMs } }
  for (let failure = 0; failure < 3; failure++)
    gateway.health.failed('a/m', { code: 'provider_overloaded', retryAfterMs: null }, 0)
  monotonicMs = 5_000
  const sentTo = (name: string) =>
    held.network.sent.filter(({ request }) => request.origin === `https://${name}.example`)
  return { gateway, sentTo, flush: held.flush }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}

test('of many requests at once only one probes a target that was down', async () => {
  const { gateway, sentTo, flush } = gatewayWithOneDown()
  const callers = Array.from({ length: 20 }, () => incomingOf(chat()))
  const serving = callers.map((incoming) => serve(incoming, gateway))
  await settle()
  expect([sentTo('a').length, sentTo('b').length]).toEqual([1, 19])
  for (const sent of [...sentTo('a'), ...sentTo('b')]) answerWhole(sent)
  await Promise.all(serving)
  flush()
  expect(callers.every(({ reply }) => reply.status === 200)).toBe(true)
  expect(gateway.health.standing('a/m', 5_000)).toEqual({ type: 'ready' })
  expect(['a/m', 'b/m'].map((id) => gateway.health.figures(id, 5_000).inFlight)).toEqual([0, 0])
})

test('a probe that fails is not tried again while somebody else may answer', async () => {
  const { gateway, sentTo, flush } = gatewayWithOneDown()
  const incoming = incomingOf(chat())
  const serving = serve(incoming, gateway)
  await settle()
  for (const sent of sentTo('a')) answerWhole(sent, Buffer.from('{}'), 503)
  await settle()
  for (const sent of sentTo('b')) answerWhole(sent)
  await serving
  flush()
  expect([sentTo('a').length, sentTo('b').length, incoming.reply.status]).toEqual([1, 1, 200])
  expect(gateway.health.standing('a/m', 5_000)).toEqual({ type: 'open', untilMs: 15_000 })
})
