import { afterAll, beforeAll, expect, test } from 'vitest'
import { signWebhook } from '../../alerts/sign-webhook.ts'
import { type Admin, startAdmin } from '../admin.fixture.ts'

const SECRET = 'whsec_c2VjcmV0IG9mIHRoZSBzaG9w'

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
  await admin.restart({ document: admin.document({ credits: { webhook_secret: SECRET } }) })
})
afterAll(() => admin.close())

const EVENT = { type: 'credit.purchased', id: 'evt_1', organization_id: 'default', usd: 2, shop: 'own words' }

async function tell(
  event: object,
  changes: { secret?: string; agoMs?: number; headers?: object; body?: string } = {},
) {
  const body = JSON.stringify(event)
  const timeMs = Date.now() - (changes.agoMs ?? 0)
  const headers = {
    ...signWebhook({ id: 'msg_1', timeMs, body }, changes.secret ?? SECRET),
    ...changes.headers,
  }
  const sent = changes.body ?? body
  return await fetch(`${admin.app.url}/admin/v1/credits/webhook`, { method: 'POST', headers, body: sent })
}
const balances = async () => (await admin.call('GET', '/credits')).data.map(({ balance }) => balance)

test('what is not signed, not by this secret, not just now, or not so, books nothing', async () => {
  const good = signWebhook({ id: 'msg_1', timeMs: Date.now(), body: JSON.stringify(EVENT) }, SECRET)
  for (const changes of [
    { secret: 'whsec_YW5vdGhlcg==' },
    { agoMs: 301_000 },
    { agoMs: -302_000 },
    { headers: { 'webhook-id': 'msg_2' } },
    { headers: { 'webhook-timestamp': 'now' } },
    { headers: { 'webhook-signature': '' } },
    { headers: { 'webhook-signature': good['webhook-signature']?.slice(0, -1) } },
    { body: JSON.stringify({ ...EVENT, usd: 3 }) },
  ])
    expect((await tell(EVENT, changes)).status, JSON.stringify(changes)).toBe(401)
  const unsigned = await fetch(`${admin.app.url}/admin/v1/credits/webhook`, { method: 'POST', body: '{}' })
  expect(unsigned.status).toBe(401)
  expect(await balances()).toEqual([])
})

test('an event is booked once, however often it comes, also beside a signature of another secret', async () => {
  expect((await tell(EVENT)).status).toBe(200)
  expect(await (await tell(EVENT, { agoMs: 290_000 })).json()).toMatchObject({
    amount: 2,
    reference: 'evt_1',
  })
  const body = JSON.stringify(EVENT)
  const { 'webhook-signature': ours } = signWebhook({ id: 'msg_1', timeMs: Date.now(), body }, SECRET)
  await tell(EVENT, { headers: { 'webhook-signature': `v1,b2xk ${ours}` } })
  expect(await balances()).toEqual([2])
  expect((await tell({ ...EVENT, usd: 9 })).status).toBe(409)
  expect((await tell({ ...EVENT, id: 'evt_2', usd: 1 })).status).toBe(200)
  expect(await balances()).toEqual([3])
})

test('an event that is not understood is refused by what is wrong with it', async () => {
  const wrong = await tell({ ...EVENT, id: 'evt_3', type: 'credit.refunded' })
  expect(wrong.status).toBe(400)
  expect(await wrong.text()).toContain('type')
  expect((await tell({ ...EVENT, id: 'evt_4', usd: 0 })).status).toBe(400)
  expect((await tell({ ...EVENT, id: 'evt_5', organization_id: 'org_nobody' })).status).toBe(400)
})

test('without a secret there is nothing to tell', async () => {
  await admin.restart({ document: admin.document() })
  expect((await tell(EVENT)).status).toBe(404)
})
