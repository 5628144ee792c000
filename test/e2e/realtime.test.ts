import { once } from 'node:events'
import { afterAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { usdToNanos } from '../../src/core/money.ts'
import { startTestGateway } from '../support/test-gateway.ts'
import { until } from '../support/until.ts'

const price = { input: 1_000, output: 2_000 }
const gateway = await startTestGateway({
  config: {
    models: {
      voice: { targets: [{ provider: 'openai', model: 'talk', price }] },
      reserve: {
        strategy: 'order',
        targets: [
          { provider: 'anthropic', model: 'echo' },
          { provider: 'openai', model: 'refused' },
          { provider: 'compatible', model: 'talk', price },
        ],
      },
    },
  },
})
afterAll(() => gateway.close())
const { secret } = await gateway.makeKey()

interface Talk {
  readonly socket: WebSocket
  readonly id: string
  readonly events: {
    readonly type: string
    readonly delta?: string
    readonly error?: { readonly code: string }
  }[]
  /** Code and reason of the end. */
  readonly closed: Promise<unknown[]>
  say(text: string): void
}

async function talk(
  query: string,
  key: string | null = secret,
  protocols: string[] = ['realtime'],
): Promise<Talk> {
  const url = `${gateway.url.replace('http', 'ws')}/v1/realtime${query}`
  const headers = key === null ? {} : { authorization: `Bearer ${key}` }
  const socket = new WebSocket(url, protocols, { headers })
  const events: Talk['events'] = []
  socket.on('message', (data) => events.push(JSON.parse(String(data))))
  const closed = once(socket, 'close')
  // One comes right behind the other.
  const [[{ headers: answered }]] = await Promise.all([once(socket, 'upgrade'), once(socket, 'open')])
  const say = (text: string) => {
    const item = { type: 'message', role: 'user', content: [{ type: 'input_text', text }] }
    socket.send(JSON.stringify({ type: 'conversation.item.create', item }))
    socket.send(JSON.stringify({ type: 'response.create' }))
  }
  return { socket, id: String(answered['x-request-id']), events, closed, say }
}

/** Status and body of a session that is not begun. */
async function refused(query: string, key: string | null = secret): Promise<[number, string]> {
  const url = `${gateway.url.replace('http', 'ws')}/v1/realtime${query}`
  const socket = new WebSocket(url, { headers: key === null ? {} : { authorization: `Bearer ${key}` } })
  socket.on('error', () => {})
  const [, response] = await once(socket, 'unexpected-response')
  let text = ''
  for await (const piece of response) text += String(piece)
  return [response.statusCode, text]
}

const heard = ({ events }: Talk, type: string) => events.filter((event) => event.type === type)

test('a session passes both ways, and is one exchange with all its usage', async () => {
  const session = await talk('?model=voice')
  session.say('a b c')
  session.say('one two')
  await until(() => heard(session, 'response.done').length === 2)
  expect(heard(session, 'response.output_text.delta').map(({ delta }) => delta)).toEqual(['a b c', 'one two'])
  expect(session.events[0]?.type).toBe('session.created')
  session.socket.close(1000, 'done')
  await session.closed
  await until(async () => (await gateway.records()).some(({ id }) => id === session.id))
  expect(await gateway.record(session.id)).toMatchObject({
    operation: 'realtime',
    requestedModel: 'voice',
    provider: 'openai',
    status: 101,
    errorCode: null,
    usage: { inputTokens: 5, outputTokens: 5 },
    usageSource: 'provider',
    billedNanos: 5 * 1_000_000 + 5 * 2_000_000,
    attempts: [{ provider: 'openai', status: 101 }],
    bytes: { request: expect.any(Number), response: expect.any(Number) },
  })
})

test('the next target takes a session that the first does not, and one that has none is passed over', async () => {
  const session = await talk('?model=reserve')
  session.say('a')
  await until(() => heard(session, 'response.done').length === 1)
  session.socket.close()
  await session.closed
  await until(async () => (await gateway.records()).some(({ id }) => id === session.id))
  expect((await gateway.record(session.id)).attempts).toMatchObject([
    { provider: 'openai', status: 503 },
    { provider: 'compatible', status: 101 },
  ])
})

test('a browser sends its key among the protocols, and it goes no further', async () => {
  const session = await talk('?model=voice', null, ['realtime', `openai-insecure-api-key.${secret}`])
  expect(session.socket.protocol).toBe('realtime')
  session.socket.close()
  await session.closed
})

test('a message of a megabyte passes whole', async () => {
  const session = await talk('?model=voice')
  const large = 'x'.repeat(1024 * 1024)
  session.say(large)
  await until(() => heard(session, 'response.done').length === 1)
  expect(heard(session, 'response.output_text.delta')[0]?.delta).toBe(large)
  session.socket.close()
  await session.closed
})

describe('a session ends', () => {
  test('when the provider breaks off: with an error, and what was used is kept', async () => {
    const session = await talk('?model=voice')
    session.say('a b')
    await until(() => heard(session, 'response.done').length === 1)
    session.say('hang up')
    expect((await session.closed)[0]).toBe(1011)
    expect(heard(session, 'error')).toMatchObject([{ error: { code: 'stream_interrupted' } }])
    await until(async () => (await gateway.records()).some(({ id }) => id === session.id))
    expect(await gateway.record(session.id)).toMatchObject({
      errorCode: 'stream_interrupted',
      usage: { inputTokens: 2, outputTokens: 2 },
    })
  })

  test('when the caller is gone without a word', async () => {
    const session = await talk('?model=voice')
    session.socket.terminate()
    await until(async () => (await gateway.records()).some(({ id }) => id === session.id))
    expect(await gateway.record(session.id)).toMatchObject({
      status: 499,
      errorCode: 'client_closed_request',
    })
    expect(gateway.app.gateway.books.openCount).toBe(0)
  })

  test('when its budget is used up', async () => {
    const budgets = [{ usdNanos: usdToNanos(9), window: 'day', onExhausted: 'deny' }] as const
    const poor = await gateway.makeKey({ budgets })
    const session = await talk('?model=voice', poor.secret)
    session.say('a '.repeat(10_000))
    expect((await session.closed)[0]).toBe(1008)
    expect(heard(session, 'error')).toMatchObject([{ error: { code: 'budget_exhausted' } }])
  })

  test('when the gateway stops, and the record is kept', async () => {
    const stopping = await startTestGateway({
      config: { server: { host: '127.0.0.1', port: 0, drain_timeout: '200ms' } },
    })
    const { secret: key } = await stopping.makeKey()
    const socket = new WebSocket(`${stopping.url.replace('http', 'ws')}/v1/realtime?model=openai/talk`, {
      headers: { authorization: `Bearer ${key}` },
    })
    const closed = once(socket, 'close')
    await once(socket, 'open')
    const cut = await stopping.app.stop()
    expect([(await closed)[0], cut]).toEqual([1001, 0])
    await stopping.simulator.close()
  })
})

describe('a session that is not begun is an HTTP error', () => {
  test.each([
    ['without a key', '?model=voice', null, 401, 'key_missing'],
    ['without a model', '', secret, 400, 'model'],
    ['of a model that is nowhere', '?model=nowhere', secret, 404, 'model_not_found'],
    ['of a model that has none', '?model=anthropic/echo', secret, 400, 'unsupported_parameter'],
    ['that the provider refuses', '?model=openai/refused', secret, 503, 'provider_overloaded'],
  ])('%s', async (_, query, key, status, code) => {
    const [answered, text] = await refused(query, key)
    expect([answered, text]).toEqual([status, expect.stringContaining(code)])
  })

  test('of a model that the key may not use', async () => {
    const held = await gateway.makeKey({ models: ['other'] })
    expect((await refused('?model=voice', held.secret))[0]).toBe(403)
  })

  test('that does not ask for WebSocket', async () => {
    const response = await fetch(`${gateway.url}/v1/realtime?model=voice`)
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('WebSocket')])
  })
})
