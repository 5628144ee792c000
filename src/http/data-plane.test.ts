import { expect, test } from 'vitest'
import { answerWhole } from '../gateway/answers.fixture.ts'
import { chat, heldGateway, MASTER_KEY } from '../gateway/gateway.fixture.ts'
import { DIALECTS } from '../dialects/index.ts'
import { handle } from './data-plane.ts'
import { lineTo, listening, pause } from './sockets.fixture.ts'

async function served() {
  const held = heldGateway()
  const { port, url } = await listening((request, response, path) =>
    handle(request, response, path, { gateway: held.gateway, dialects: DIALECTS }),
  )
  return { ...held, port, url }
}

const AUTHORIZED = { authorization: `Bearer ${MASTER_KEY}`, 'content-type': 'application/json' }

test('an unknown path and a wrong method are told in the dialect that is spoken there', async () => {
  const { url } = await served()
  const unknown = await fetch(`${url}/v1/nothing`)
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: { code: 'not_found' } }])
  const anthropic = await fetch(`${url}/v1/nothing`, { headers: { 'anthropic-version': '2023-06-01' } })
  expect([anthropic.status, await anthropic.json()]).toMatchObject([404, { type: 'error' }])
  const wrong = await fetch(`${url}/v1/messages`)
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
  expect(await wrong.json()).toMatchObject({ type: 'error' })
})

test('headers beyond the maximum are refused in words, and those at it are not', async () => {
  const { url } = await served()
  const status = async (bytes: number) =>
    (await fetch(`${url}/v1/models`, { headers: { 'x-much': 'y'.repeat(bytes) } })).status
  expect(await status(33_000)).toBe(431)
  expect(await status(31_000)).toBe(401)
})

test('a body that is not JSON, not an object, or too large is refused', async () => {
  const { url } = await served()
  const post = async (body: string) => {
    const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers: AUTHORIZED, body })
    return [response.status, ((await response.json()) as { error: { code: string } }).error.code]
  }
  expect(await post('{"model":')).toEqual([400, 'invalid_request'])
  expect(await post('[1]')).toEqual([400, 'invalid_request'])
  expect(await post('')).toEqual([400, 'invalid_request'])
  expect(await post(`"${'x'.repeat(1_000_001)}"`)).toEqual([413, 'request_too_large'])
})

test('a request goes its way, and its connection stays for the next', async () => {
  const { url, network } = await served()
  const posting = fetch(`${url}/v1/chat/completions?x=1`, {
    method: 'POST',
    headers: AUTHORIZED,
    body: JSON.stringify(chat()),
  })
  while (network.sent.length === 0) await pause(1)
  answerWhole(network.last)
  const response = await posting
  expect([response.status, response.headers.get('connection')]).toEqual([200, 'keep-alive'])
  expect(response.headers.get('x-request-id')).toMatch(/^exc_/)
})

test('without a key the refusal comes before the body is asked for', async () => {
  const { port } = await served()
  const line = await lineTo(port)
  line.socket.write('POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n')
  await line.has('key_missing')
})

test('who leaves a real connection in the middle aborts what he asked for', async () => {
  const { port, network, gateway } = await served()
  const body = JSON.stringify(chat())
  const line = await lineTo(port)
  line.socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${MASTER_KEY}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  while (network.sent.length === 0) await pause(1)
  line.socket.destroy()
  while (!network.last.isAborted) await pause(1)
  await pause(20)
  expect([gateway.underway.size, gateway.books.openCount]).toEqual([0, 0])
})

test('the list of models is what the key may call, and needs one', async () => {
  const { url } = await served()
  expect((await fetch(`${url}/v1/models`)).status).toBe(401)
  const list = (await (await fetch(`${url}/v1/models`, { headers: AUTHORIZED })).json()) as {
    data: { id: string }[]
  }
  expect(list.data.map(({ id }) => id)).toEqual(['smart'])
  expect((await fetch(`${url}/v1/models/none`, { headers: AUTHORIZED })).status).toBe(404)
})
