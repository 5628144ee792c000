import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { signWebhook } from '../alerts/sign-webhook.ts'
import { type Admin, allPages, asText, startAdmin } from './admin.fixture.ts'

const SECRET = 'whsec_c2VjcmV0LXNlY3JldA=='
const received: { readonly headers: NodeJS.Dict<string | string[]>; readonly body: string }[] = []
const receiver = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => {
    body += chunk.toString()
  })
  request.on('end', () => {
    received.push({ headers: request.headers, body })
    response.writeHead(204).end()
  })
})

let admin: Admin
beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const { port } = receiver.address() as AddressInfo // It listens on a port.
  admin = await startAdmin()
  const webhook = `http://127.0.0.1:${port}/in`
  const alerts = [{ on: ['provider_down', 'latency'], webhook, secret: SECRET }]
  await admin.call('PUT', '/config', JSON.parse(admin.document({ alerts })))
})
afterAll(async () => {
  await admin.close()
  receiver.close()
})

test('a provider that is down is told of once, signed, and again when it is back', async () => {
  const drill = await admin.call('POST', '/drills', { provider: 'up', kind: 'outage', for_ms: 60_000 })
  const { body: key } = await admin.call('POST', '/keys', { name: 'caller' })
  for (let count = 0; count < 6; count++) await (await admin.chat(asText(key.key))).text()
  await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 5_000 })
  const [{ headers, body } = { headers: {}, body: '' }] = received
  const alert = JSON.parse(body)
  expect(alert).toMatchObject({ type: 'provider_down', state: 'raised', subject: { provider: 'up' } })
  const timeMs = Number(headers['webhook-timestamp']) * 1_000
  expect(headers).toMatchObject(signWebhook({ id: alert.id, timeMs, body }, SECRET))

  await admin.call('DELETE', `/drills/${asText(drill.body.id)}`)
  admin.wait(120_000)
  await (await admin.chat(asText(key.key))).text()
  await vi.waitFor(() => expect(received).toHaveLength(2), { timeout: 5_000 })
  expect(JSON.parse(received[1]?.body ?? '')).toMatchObject({ type: 'provider_down', state: 'cleared' })
})

test('alerts are listed, newest first, by pages and by type', async () => {
  const all = await allPages(admin, '/alerts', 1)
  expect(all.map(({ state }) => state)).toEqual(['cleared', 'raised'])
  expect((await admin.call('GET', '/alerts?type=latency')).data).toEqual([])
  expect((await admin.call('GET', '/alerts?type=weather')).status).toBe(400)
})
