import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runWith } from '../cli/run.fixture.ts'
import { type Admin, allPages, asText, MASTER, startAdmin } from './admin.fixture.ts'
import { actionOf } from './auditing.ts'
import { memberOf } from './sign-in/browser.fixture.ts'

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
})
afterAll(() => admin.close())

const latest = async () => (await admin.call('GET', '/audit?limit=1')).data[0]
const verify = async () => (await admin.call('GET', '/audit/verify')).body

test('every change writes one event, in words that say what was done, by whom and to what', async () => {
  const { body: key } = await admin.call('POST', '/keys', { name: 'ci', budgets: [{ usd: 5 }] })
  const id = asText(key.id)
  expect(await latest()).toMatchObject({
    seq: 1,
    actor: 'master',
    action: 'keys.create',
    subject: id,
    details: { name: 'ci', budgets: [{ usd: 5 }] },
  })
  await admin.call('PATCH', `/keys/${id}`, { name: 'other' })
  expect(await latest()).toMatchObject({ seq: 2, action: 'keys.change', subject: id })
  await admin.call('POST', `/keys/${id}/rotate`)
  expect(await latest()).toMatchObject({ seq: 3, action: 'keys.rotate', subject: id })
  await admin.call('PUT', '/config', admin.document())
  expect(await latest()).toMatchObject({ seq: 4, action: 'config.set', details: {} })
  await admin.call('DELETE', `/keys/${id}`)
  expect(await latest()).toMatchObject({ seq: 5, action: 'keys.delete', subject: id })
  expect(await verify()).toMatchObject({ ok: true, events: 5 })
})

test('what only looks, what fails and what is not there writes nothing', async () => {
  const before = (await latest())?.seq
  await admin.call('GET', '/keys')
  await admin.call('POST', '/config/validate', admin.document())
  await admin.call('POST', '/route/explain', { model: 'smart', messages: [] })
  await admin.call('POST', '/keys', { name: 5 })
  await admin.call('DELETE', '/keys/key_none')
  await admin.call('POST', '/nothing')
  await admin.call('POST', '/keys', { name: 'x' }, 'sk-ptl-wrong')
  expect((await latest())?.seq).toBe(before)
})

test('who may not is written down too, and who signs in', async () => {
  const { id, browser } = await memberOf(admin, { email: 'ann@example.com', role: 'viewer' })
  expect(await latest()).toMatchObject({ actor: `member:${id}`, action: 'session.invitation' })
  await browser.ask('POST', '/keys', { name: 'mine' })
  expect(await latest()).toMatchObject({ actor: `member:${id}`, action: 'keys.create.refused' })
  await browser.signIn({ master_key: MASTER })
  expect(await latest()).toMatchObject({
    actor: 'master',
    action: 'session.create',
    details: { master_key: '[redacted]' },
  })
})

test('no secret is in it', async () => {
  const { body } = await admin.call('POST', '/keys', { name: 'secretive' })
  const { text } = await admin.call('GET', '/audit/export')
  for (const secret of [asText(body.key), MASTER, 'seaworthy password']) expect(text).not.toContain(secret)
})

test('lists are paged, and narrowed', async () => {
  const all = await allPages(admin, '/audit', 2)
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => all.length - index))
  const { data } = await admin.call('GET', '/audit?action=keys.rotate&actor=master')
  expect(data).toMatchObject([{ seq: 3 }])
  expect((await admin.call('GET', '/audit?since=2099-01-01')).data).toEqual([])
  expect((await admin.call('GET', '/audit?colour=red')).status).toBe(400)
})

test('a checkpoint is signed, and an export is checked without the gateway', async () => {
  const { body: checkpoint } = await admin.call('POST', '/audit/checkpoint')
  expect(checkpoint).toMatchObject({ seq: (await latest())?.seq })
  const file = join(admin.directory, 'audit.jsonl')
  const { text } = await admin.call('GET', '/audit/export')
  await writeFile(file, text)
  const whole = await runWith(['audit', 'verify', '--file', file, '--json'])
  expect(JSON.parse(whole.out)).toMatchObject({ ok: true, events: checkpoint.seq, head: checkpoint.hash })
  const known = ['--public-key', asText(checkpoint.public_key)]
  expect((await runWith(['audit', 'verify', '--file', file, ...known])).code).toBe(0)

  await writeFile(file, text.replace('"action":"keys.rotate"', '"action":"keys.change"'))
  const changed = await runWith(['audit', 'verify', '--file', file])
  expect(changed).toMatchObject({ code: 1, out: expect.stringContaining('Event 3 is not as it was written') })
  await writeFile(file, 'nothing of the kind\n')
  expect((await runWith(['audit', 'verify', '--file', file])).err).toContain(
    'is not a line of an audit export',
  )
})

test('erasing takes the details of one organization, and leaves the chain whole', async () => {
  const { body: organization } = await admin.call('POST', '/organizations', { name: 'Harbour' })
  const id = asText(organization.id)
  const { browser } = await memberOf(admin, { email: 'bo@example.com', role: 'admin', organization_id: id })
  await browser.ask('POST', '/projects', { name: 'Quay', organization_id: id })
  expect((await admin.call('GET', `/audit?organization_id=${id}`)).data).toMatchObject([
    { details: { name: 'Quay' } },
  ])
  expect(await admin.call('POST', '/audit/erase', { organization_id: id })).toMatchObject({
    body: { erased: 1 },
  })
  expect((await admin.call('GET', `/audit?organization_id=${id}`)).data).toMatchObject([{ details: null }])
  expect(await verify()).toMatchObject({ ok: true })
})

test('what somebody changes in the database is named', async () => {
  const database = new Sqlite(join(admin.directory, 'portolan.db'))
  database.exec(`UPDATE audit_events SET actor = 'key:somebody' WHERE seq = 4`)
  expect(await verify()).toEqual({ ok: false, events: 3, first_bad: { seq: 4, reason: 'event-changed' } })
  database.exec('DELETE FROM audit_events WHERE seq = 4')
  expect(await verify()).toEqual({ ok: false, events: 3, first_bad: { seq: 4, reason: 'missing' } })
  database.close()
})

test.each([
  ['POST', '/admin/v1/keys', 'keys.create'],
  ['POST', '/admin/v1/keys/:id/rotate', 'keys.rotate'],
  ['PATCH', '/admin/v1/keys/:id', 'keys.change'],
  ['PUT', '/admin/v1/config', 'config.set'],
  ['DELETE', '/admin/v1/session', 'session.delete'],
])('%s %s is %s', (method, url, action) => {
  expect(actionOf(method, url)).toBe(action)
})
