import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Admin, asText, MASTER, startAdmin } from './admin.fixture.ts'

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
})
afterAll(() => admin.close())

const ASKED = { model: 'smart', max_tokens: 5, messages: [{ role: 'user', content: 'Ahoy' }] }

test('an admin asks without a key of his own, in either dialect, and it is recorded as any other', async () => {
  const answer = await admin.call('POST', '/playground/openai-chat', ASKED)
  expect(answer).toMatchObject({ status: 200, body: { object: 'chat.completion' } })
  expect(await admin.call('POST', '/playground/anthropic-messages', ASKED)).toMatchObject({
    status: 200,
    body: { type: 'message' },
  })
  const { data } = await admin.call('GET', '/exchanges')
  expect(data.map(({ key_id }) => key_id)).toEqual(['master', 'master'])
})

test('a viewer may not, and another dialect is refused by name', async () => {
  const viewer = asText((await admin.call('POST', '/keys', { name: 'eyes', role: 'viewer' })).body.key)
  expect((await admin.call('POST', '/playground/openai-chat', ASKED, viewer)).status).toBe(403)
  expect((await admin.call('POST', '/playground/klingon', ASKED)).body.error).toMatchObject({
    param: 'dialect',
  })
})

test('a live tail tells what ends, and lets the gateway stop', async () => {
  const headers = { authorization: `Bearer ${MASTER}` }
  const tail = await fetch(`${admin.app.url}/admin/v1/exchanges/tail?tag=lately`, { headers })
  expect(tail.headers.get('content-type')).toContain('text/event-stream')
  const reader = tail.body?.pipeThrough(new TextDecoderStream()).getReader()
  await fetch(`${admin.app.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...headers, 'x-portolan-tags': 'lately' },
    body: JSON.stringify(ASKED),
  }).then((response) => response.text())
  let told = ''
  while (!told.includes('event: exchange')) told += (await reader?.read())?.value ?? ''
  expect(told).toContain('"lately"')
  const startedMs = performance.now()
  await admin.restart()
  expect(performance.now() - startedMs).toBeLessThan(15_000)
})

test('a credential is tried, and set in the document without its comments being lost', async () => {
  const tried = (changes: object) =>
    admin.call('POST', '/providers/test', {
      kind: 'openai',
      base_url: `${admin.simulator.url}/v1`,
      ...changes,
    })
  expect((await tried({ api_key: 'sk-x', model: 'lorem' })).body).toMatchObject({
    verdict: 'works',
    status: 200,
  })
  expect((await tried({ api_key: 'sk-x', model: 'error-401' })).body).toMatchObject({ verdict: 'refused' })
  expect((await tried({ base_url: 'http://127.0.0.1:9/v1', model: 'm' })).body).toMatchObject({
    verdict: 'unreachable',
  })
  expect((await tried({ kind: 'nobody' })).body.error).toMatchObject({ param: 'kind' })
  const put = await admin.call('PUT', '/providers/second', {
    kind: 'openai',
    api_key: 'sk-second-secret',
    base_url: `${admin.simulator.url}/v1`,
  })
  expect(put.status).toBe(200)
  expect((await admin.call('GET', '/providers')).data.map(({ name }) => name)).toEqual(['second', 'up'])
  const { body } = await admin.call('GET', '/config/document')
  expect(body.document).not.toContain('sk-second-secret')
  expect(body.document).toContain('${SIM_KEY}')
  expect((await admin.call('PUT', '/config', body.document)).status).toBe(200)
  expect((await admin.call('DELETE', '/providers/second')).status).toBe(200)
  expect((await admin.call('DELETE', '/providers/second')).status).toBe(404)
})
