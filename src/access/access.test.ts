import { setImmediate as turn } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import type { AwsAccessPlan } from '../core/access.ts'
import type { UpstreamHandler } from '../core/upstream.ts'
import type { AwsCredentials } from '../wire/sigv4.ts'
import { HeldNetwork } from '../gateway/held-ports.fixture.ts'
import { AccessDesk } from './access-desk.ts'
import { AuthorizingClient } from './authorizing-client.ts'
import { AwsAccess } from './aws-access.ts'
import { Lease, type Leased } from './lease.ts'

const PLAN: AwsAccessPlan = { type: 'aws', region: 'us-east-1', service: 'bedrock', keys: null }
const KEYS: AwsCredentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'secret',
  sessionToken: 'session',
}
const NO_LOG = { debug() {}, info() {}, warn() {}, error() {} }

function heldClock(startMs = 1_800_000_000_000) {
  let nowMs = startMs
  return {
    now: () => nowMs,
    monotonicMs: () => nowMs,
    pass: (ms: number) => {
      nowMs += ms
    },
  }
}

const REQUEST = {
  origin: 'https://bedrock-runtime.us-east-1.amazonaws.com',
  path: '/model/m/converse',
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{}'),
  connectTimeoutMs: 1_000,
}

function handlerOf() {
  return {
    onHeaders() {},
    onData() {},
    onEnd() {},
    onFailure: vi.fn<UpstreamHandler['onFailure']>(),
  }
}

test('what is leased is fetched once, renewed early, and not used beyond its end', async () => {
  const clock = heldClock()
  let fetched = 0
  const fetch = async (): Promise<Leased<number>> => ({
    value: ++fetched,
    expiresAtMs: clock.now() + 3_600_000,
  })
  const lease = new Lease(fetch, clock)
  expect(lease.current()).toBeNull()
  await Promise.all([lease.renew(), lease.renew()])
  expect(fetched).toBe(1)
  clock.pass(3_600_000 - 299_000)
  expect(lease.current()).toBe(1)
  await turn()
  expect(lease.current()).toBe(2)
  clock.pass(3_600_000)
  expect(lease.current()).toBeNull()
})

test('after a failure nobody asks again at once', async () => {
  const clock = heldClock()
  const fetch = vi.fn<() => Promise<Leased<number>>>(async () => {
    throw new Error('No.')
  })
  const lease = new Lease(fetch, clock)
  await expect(lease.renew()).rejects.toThrow('No.')
  await expect(lease.renew()).rejects.toThrow('No.')
  expect(fetch).toHaveBeenCalledTimes(1)
  clock.pass(2_001)
  await expect(lease.renew()).rejects.toThrow('No.')
  expect(fetch).toHaveBeenCalledTimes(2)
})

test('with keys at hand a request is signed and sent at once', () => {
  const network = new HeldNetwork()
  const client = new AuthorizingClient(network, NO_LOG)
  const access = new AccessDesk(heldClock()).open({ ...PLAN, keys: KEYS })
  client.send({ ...REQUEST, access }, handlerOf())
  const { headers } = network.last.request
  expect(headers['content-type']).toBe('application/json')
  expect(headers['x-amz-security-token']).toBe('session')
  expect(headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20270115\/us-east-1\/bedrock\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
  )
  expect(headers.host).toBeUndefined()
})

test('without, it waits for them, and can be given up meanwhile', async () => {
  const network = new HeldNetwork()
  const client = new AuthorizingClient(network, NO_LOG)
  const { promise, resolve } = Promise.withResolvers<Leased<AwsCredentials>>()
  const access = new AwsAccess(PLAN, heldClock(), () => promise)
  const given = handlerOf()
  client.send({ ...REQUEST, access }, given).abort()
  client.send({ ...REQUEST, access }, handlerOf()).pause()
  expect(network.sent).toHaveLength(0)
  resolve({ value: KEYS, expiresAtMs: null })
  await turn()
  expect(network.sent).toHaveLength(1)
  expect(network.last.isPaused).toBe(true)
  expect(given.onFailure).not.toHaveBeenCalled()
})

test('where there are none, it is not sent, and its sender is told', async () => {
  const network = new HeldNetwork()
  const access = new AwsAccess(PLAN, heldClock(), async () => {
    throw new Error('Could not load credentials from any providers')
  })
  const handler = handlerOf()
  new AuthorizingClient(network, NO_LOG).send({ ...REQUEST, access }, handler)
  await turn()
  expect(network.sent).toHaveLength(0)
  expect(handler.onFailure).toHaveBeenCalledExactlyOnceWith({ type: 'no-access', code: 'NO_ACCESS' })
})

test('the same plan has the same access, and requests without a plan pass untouched', () => {
  const desk = new AccessDesk(heldClock())
  expect(desk.open(PLAN)).toBe(desk.open({ ...PLAN }))
  expect(desk.open({ ...PLAN, region: 'eu-west-1' })).not.toBe(desk.open(PLAN))
  const network = new HeldNetwork()
  new AuthorizingClient(network, NO_LOG).send(REQUEST, handlerOf())
  expect(network.last.request).toBe(REQUEST)
})
