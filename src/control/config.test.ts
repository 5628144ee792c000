import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../core/json.ts'
import { type Admin, asText, ENV, MASTER, startAdmin } from './admin.fixture.ts'

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
})
afterAll(() => admin.close())

const revisionNow = async () => asText((await admin.call('GET', '/config')).body.revision)
const isServed = async (model: string) => (await admin.chat(MASTER, { model })).status === 200

/** The usual document with one more model. */
const withModel = (name: string) =>
  admin.document({ models: { [name]: { targets: [{ provider: 'up', model: 'lorem' }] } } })

test('the configuration in force is whole, in the words of the file, and without secrets', async () => {
  const { status, body, text } = await admin.call('GET', '/config')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    revision: admin.app.gateway.snapshot().revision,
    source: 'file',
    config: {
      version: 1,
      server: { port: 0, max_body_mb: 64, drain_timeout: '30000ms' },
      providers: { up: { kind: 'openai', keys: [{ value: '[redacted]', weight: 1 }] } },
      models: { smart: { targets: [{ provider: 'up', model: 'lorem', price: { input: 1, output: 2 } }] } },
    },
  })
  expect(text).not.toContain(ENV.SIM_KEY)
  expect((await admin.call('GET', '/config/revisions')).data).toMatchObject([{ source: 'file' }])
})

/** From here on each test begins with the usual document. */
const reset = () => admin.app.live?.put(admin.document())

describe('putting a document in force', () => {
  beforeEach(reset)

  test.each([
    ['JSON', (text: string) => text],
    ['YAML', (text: string) => `# a comment\n${text}`],
  ])('as %s: it holds from the next request on', async (_, write) => {
    const before = await revisionNow()
    expect(await isServed('clever')).toBe(false)
    const { status, body } = await admin.call('PUT', '/config', write(withModel('clever')))
    expect(status).toBe(200)
    expect(body.revision).not.toBe(before)
    expect(await revisionNow()).toBe(body.revision)
    expect((await admin.call('GET', '/config')).body.source).toBe('api')
    expect(await isServed('clever')).toBe(true)
    expect(await isServed('smart')).toBe(false)
  })

  test('one that is not valid is refused with its places, and changes nothing', async () => {
    const before = await revisionNow()
    const { status, body } = await admin.call('PUT', '/config', 'models:\n  smart:\n    targts: []\n')
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ code: 'invalid_request' })
    expect(JSON.stringify(body.error)).toContain('document:3:5: unknown key targts')
    expect(JSON.stringify(body.error)).toContain('did you mean targets?')
    expect(await revisionNow()).toBe(before)
    expect(await isServed('smart')).toBe(true)
  })

  test.each([
    ['server.port', { server: { port: 1234 } }],
    ['server.host', { server: { port: 0, host: '::1' } }],
    ['storage.url', { storage: { url: 'sqlite:/elsewhere/portolan.db' } }],
  ])('%s cannot change while the gateway runs, and left out it stays', async (path, changes) => {
    const { status, body } = await admin.call('PUT', '/config', admin.document(changes))
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ param: path })
    expect(JSON.stringify(body.error)).toContain('restart it with the new value')

    const { server: _, storage: __, ...rest } = JSON.parse(admin.document()) as JsonObject // An object.
    const running = admin.app.gateway.snapshot().config
    expect((await admin.call('PUT', '/config', rest)).status).toBe(200)
    expect(admin.app.gateway.snapshot().config.storage.url).toBe(running.storage.url)
  })

  test('what was read with masks cannot be put back by accident', async () => {
    const { config } = (await admin.call('GET', '/config')).body
    const { status, body } = await admin.call('PUT', '/config', config)
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ param: 'providers.up.keys[0].value' })
    expect(JSON.stringify(body.error)).toContain('is masked')

    const mended = JSON.stringify(config).replace('[redacted]', '${SIM_KEY}')
    const put = await admin.call('PUT', '/config', mended)
    expect(put.status).toBe(200)
    expect(await isServed('smart')).toBe(true)
  })

  test('of many at the same time, the last to be answered is in force', async () => {
    const names = ['one', 'two', 'three', 'four']
    const answers = await Promise.all(names.map((name) => admin.call('PUT', '/config', withModel(name))))
    expect(answers.map(({ body }) => body.revision)).toContain(await revisionNow())
    expect((await admin.call('GET', '/config/revisions')).data[0]?.revision).toBe(await revisionNow())
  })
})

test('validation names every problem with its place, and changes nothing', async () => {
  await reset()
  const before = await revisionNow()
  expect((await admin.call('POST', '/config/validate', admin.document())).body).toEqual({
    valid: true,
    errors: [],
  })
  const text = 'models:\n  smart:\n    targets: [{ provider: upp, model: m }]\nserver: { prt: 1 }\n'
  const { status, body } = await admin.call('POST', '/config/validate', text)
  expect(status).toBe(200)
  expect(body).toEqual({
    valid: false,
    errors: [
      {
        path: 'models.smart.targets[0].provider',
        line: 3,
        column: 27,
        message: 'there is no provider named upp',
        suggestion: null,
      },
      { path: 'server.prt', line: 4, column: 11, message: 'unknown key prt', suggestion: 'port' },
    ],
  })
  const moved = await admin.call('POST', '/config/validate', admin.document({ server: { port: 1 } }))
  expect(moved.body).toMatchObject({ valid: false, errors: [{ path: 'server.port', line: 1 }] })
  expect(await revisionNow()).toBe(before)
})

describe('revisions', () => {
  beforeEach(reset)

  test('each is listed with who put it in force, and can be had again', async () => {
    const first = await revisionNow()
    const second = asText((await admin.call('PUT', '/config', withModel('clever'))).body.revision)
    const two = '/config/revisions?limit=2'
    expect((await admin.call('GET', two)).data).toMatchObject([
      { revision: second, source: 'api' },
      { revision: first, source: 'api' },
    ])

    const { status, body } = await admin.call('POST', '/config/rollback', { revision: first })
    expect(status).toBe(200)
    expect(body).toEqual({ revision: first })
    expect(await isServed('smart')).toBe(true)
    const { data, body: page } = await admin.call('GET', two)
    expect(data).toMatchObject([{ revision: first }, { revision: second }])
    expect(page.next_cursor).toEqual(expect.any(String))
  })

  test('one that is not there is a 404', async () => {
    const { status, body } = await admin.call('POST', '/config/rollback', { revision: 'nothing' })
    expect(status).toBe(404)
    expect(body.error).toMatchObject({ code: 'not_found' })
  })

  test('documents are stored as written, with references unexpanded', async () => {
    await admin.call('PUT', '/config', withModel('clever'))
    const { document } = (await admin.call('GET', '/config/document')).body
    expect(document).toContain('${SIM_KEY}')
    expect(document).not.toContain(ENV.SIM_KEY)
  })
})

describe('which document holds at the start', () => {
  test('with a file, the file', async () => {
    await reset()
    const first = await revisionNow()
    await admin.call('PUT', '/config', withModel('clever'))
    await admin.restart()
    expect(await revisionNow()).toBe(first)
    expect((await admin.call('GET', '/config')).body.source).toBe('file')
  })

  test('without one, the last that was put through the API, also when that was a rollback', async () => {
    const first = asText((await admin.call('PUT', '/config', withModel('clever'))).body.revision)
    const second = asText((await admin.call('PUT', '/config', withModel('cleverer'))).body.revision)
    await admin.restart({ document: '', source: 'defaults' })
    expect(await revisionNow()).toBe(second)
    expect((await admin.call('GET', '/config')).body.source).toBe('api')
    expect(await isServed('cleverer')).toBe(true)

    await admin.call('POST', '/config/rollback', { revision: first })
    await admin.restart({ document: '', source: 'defaults' })
    expect(await revisionNow()).toBe(first)
    expect(await isServed('clever')).toBe(true)
  })

  test('without one, the document of a file that is gone is not taken up again', async () => {
    const other = await startAdmin()
    await other.restart({ document: '', source: 'defaults' })
    const { body } = await other.call('GET', '/config')
    expect(body).toMatchObject({ source: 'defaults', config: { models: {} } })
    await other.close()
  })
})

test('a gateway that was started without a document shows its configuration and keeps it', async () => {
  await admin.restart({ hasOrigin: false })
  expect((await admin.call('GET', '/config')).body.source).toBe('program')
  for (const [method, path] of [
    ['PUT', '/config'],
    ['POST', '/config/validate'],
  ] as const) {
    const { status, body } = await admin.call(method, path, admin.document())
    expect(status).toBe(409)
    expect(body.error).toMatchObject({ code: 'conflict' })
  }
})

test('the schema of the file is served to everybody', async () => {
  const response = await fetch(`${admin.app.url}/schema/portolan.json`)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ title: 'Portolan configuration', properties: { models: {} } })
})

test('what is written out in a document is nowhere in the database as it was written', async () => {
  const other = await startAdmin()
  const plain = JSON.parse(other.document())
  plain.providers.up.api_key = 'sk-written-out-in-a-document'
  expect((await other.call('PUT', '/config', JSON.stringify(plain))).status).toBe(200)
  const database = new Sqlite(join(other.directory, 'portolan.db'), { readonly: true })
  const documents = database.prepare('SELECT document FROM config_revisions').pluck().all().map(String)
  database.close()
  expect(documents.length).toBeGreaterThan(0)
  for (const document of documents) expect(document).not.toMatch(/sk-written-out|providers/)
  await other.restart({ source: 'defaults', document: '' })
  expect((await other.call('GET', '/providers')).data).toMatchObject([{ credentials: [{ hint: 'ment' }] }])
  await other.close()
})
