import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Admin, asText, MASTER, startAdmin } from '../admin.fixture.ts'
import { expireCredits } from '../../gateway/expire-credits.ts'

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
})
afterAll(() => admin.close())

const pay = async (key: string | null, body: object) => {
  const response = await fetch(`${admin.app.url}/admin/v1/credits`, {
    method: 'POST',
    headers: { authorization: `Bearer ${MASTER}`, ...(key === null ? {} : { 'idempotency-key': key }) },
    body: JSON.stringify({ reference: 'invoice', ...body }),
  })
  return { status: response.status, body: JSON.parse(await response.text()) }
}
const walletOf = async (id: string) => {
  const { data } = await admin.call('GET', '/credits')
  const found = data.find((one) => one.id === id)
  if (found === undefined) throw new Error('There is no such wallet.')
  return found
}

async function customer(name: string) {
  const { body } = await admin.call('POST', '/organizations', { name })
  const organization = asText(body.id)
  const owner = { name, organization_id: organization }
  const project = asText((await admin.call('POST', '/projects', owner)).body.id)
  const made = await admin.call('POST', '/keys', { ...owner, project_id: project })
  return { organization, project, key: asText(made.body.key) }
}

test('credits are booked once for a key, are used, and stop when they are used up', async () => {
  const { organization, key } = await customer('Harbour')
  const first = await pay('one', { organization_id: organization, usd: 0.0002 })
  expect(first).toMatchObject({ status: 201, body: { amount: 0.0002, wallet: { balance: 0.0002, held: 0 } } })
  const again = await pay('one', { organization_id: organization, usd: 0.0002 })
  expect(again).toMatchObject({ status: 200, body: { id: first.body.id, wallet: { balance: 0.0002 } } })
  expect((await pay('one', { organization_id: organization, usd: 5 })).status).toBe(409)

  const statuses: number[] = []
  for (let asked = 0; asked < 20; asked++) {
    const answer = await admin.chat(key)
    statuses.push(answer.status)
    if (answer.status === 402) expect(await answer.text()).toContain('credits_exhausted')
  }
  expect(statuses[0]).toBe(200)
  expect(statuses.at(-1)).toBe(402)

  const wallet = asText(first.body.wallet.id)
  const { data } = await admin.call('GET', `/credits/${wallet}/entries?limit=500`)
  const charges = data.filter(({ kind }) => kind === 'charge')
  expect(charges).toHaveLength(statuses.filter((status) => status === 200).length)
  const sum = data.reduce((all, entry) => all + Number(entry.amount_nanos), 0)
  const before = await walletOf(wallet)
  expect(before).toMatchObject({ balance_nanos: String(sum), held: 0 })
  expect(sum).toBeGreaterThanOrEqual(0)
  await admin.restart()
  expect(await walletOf(wallet)).toEqual(before)

  const statement = await admin.call('GET', `/credits/${wallet}/statement?format=csv&since=2020-01-01`)
  expect(statement.headers.get('content-type')).toContain('text/csv')
  const lines = statement.text.trim().split('\r\n')
  expect(lines).toHaveLength(data.length + 1)
  expect(lines[0]).toBe('time,kind,cause,debit,credit,amount,amount_nanos')
  expect((await admin.call('GET', `/credits/${wallet}/statement?until=2020-01-01`)).text.trim()).toBe(
    lines[0],
  )
  await pay('more', { organization_id: organization, usd: 1 })
  expect((await admin.chat(key)).status).toBe(200)
})

test('what was not used by its time expires, but for what is held', async () => {
  const { organization } = await customer('Pier')
  const expires_at = new Date(Date.now() + 3_600_000).toISOString()
  const { body } = await pay('pier-1', { organization_id: organization, usd: 1, expires_at })
  await pay('pier-2', { organization_id: organization, usd: 2 })
  const id = asText(body.wallet.id)
  const { wallets } = admin.app.gateway.books
  const expire = () => expireCredits(wallets, admin.app.store, admin.app.gateway.clock.now())
  await expire()
  expect(await walletOf(id)).toMatchObject({ balance: 3 })
  admin.wait(3_600_000)
  wallets.get(id)?.take(2_500_000_000)
  await expire()
  expect(await walletOf(id)).toMatchObject({ balance: 2.5, held: 2.5 })
  wallets.get(id)?.settle(2_500_000_000)
  await expire()
  await expire()
  expect(await walletOf(id)).toMatchObject({ balance: 2, held: 0 })
  const { data } = await admin.call('GET', `/credits/${id}/entries`)
  expect(data.map(({ kind, amount }) => [kind, amount])).toEqual([
    ['expiry', -0.5],
    ['expiry', -0.5],
    ['top_up', 2],
    ['top_up', 1],
  ])
})

test('a project has a wallet of its own, beside that of its organization', async () => {
  const { organization, project, key } = await customer('Quay')
  const { body } = await pay('crane', { project_id: project, usd: 1 })
  expect(body.wallet).toMatchObject({ organization_id: organization, project_id: project })
  expect((await admin.chat(key)).status).toBe(200)
  expect(Number((await walletOf(asText(body.wallet.id))).balance)).toBeLessThan(1)
  await pay('quay', { organization_id: organization, usd: 1e-9 })
  expect((await admin.chat(key)).status).toBe(402)
})

test('a payment that makes no sense is refused, and makes no wallet', async () => {
  const { organization, key } = await customer('Mole')
  await pay('taken', { organization_id: 'default', usd: 100 })
  for (const [name, body] of [
    [null, { organization_id: organization, usd: 1 }],
    ['x1', { usd: 1 }],
    ['x2', { organization_id: organization, project_id: 'p', usd: 1 }],
    ['x3', { organization_id: 'org_nobody', usd: 1 }],
    ['x4', { project_id: 'prj_nobody', usd: 1 }],
    ['x5', { organization_id: organization, usd: -1 }],
    ['x6', { organization_id: organization, usd: 1, reference: '' }],
  ] as const)
    expect((await pay(name, body)).status, JSON.stringify(body)).toBe(400)
  expect((await pay('taken', { organization_id: organization, usd: 1 })).status).toBe(409)
  expect((await admin.chat(key)).status).toBe(200)
  expect((await admin.call('GET', '/credits/wal_nobody/entries')).status).toBe(404)
})
