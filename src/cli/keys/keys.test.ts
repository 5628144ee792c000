import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { isJsonObject, type JsonObject, parseJsonObject } from '../../core/json.ts'
import { ask } from '../../../test/support/ask.ts'
import { startTestGateway } from '../../../test/support/test-gateway.ts'
import { runWith } from '../run.fixture.ts'

const gateway = await startTestGateway({
  config: {
    models: {
      priced: { targets: [{ provider: 'openai', model: 'echo', price: { input: 1_000, output: 1_000 } }] },
    },
  },
})
afterAll(() => gateway.close())

const NOW = Date.parse('2030-01-01T00:00:00Z')
const env = { PORTOLAN_URL: gateway.url, PORTOLAN_MASTER_KEY: gateway.masterKey }

function keys(...argv: string[]) {
  return runWith(['keys', ...argv], { env, now: () => NOW })
}

/** The one JSON object that a command printed. */
async function answerOf(...argv: string[]): Promise<JsonObject> {
  const { code, out, err } = await keys(...argv, '--json')
  const answer = parseJsonObject(out)
  if (code !== 0 || answer === null) throw new Error(`exit ${code}: ${err}${out}`)
  return answer
}

async function makeKey(...flags: string[]): Promise<{ id: string; secret: string }> {
  const { id, key } = await answerOf('create', '--name', 'a key', ...flags)
  if (typeof id !== 'string' || typeof key !== 'string') throw new Error('The answer is not a new key.')
  return { id, secret: key }
}

function call(key: string) {
  return ask(gateway.url, { dialect: 'openai', key, model: 'priced', stream: false })
}

test('every flag of create arrives at the key', async () => {
  const made = await answerOf(
    ...'create --models priced,openai/* --rpm 60 --rph 600 --rpd 6000 --tpm 1000 --tpd 100000'.split(' '),
    ...'--concurrency 4 --usd 20.5 --window month --expires 30d --role inference --tags a,b'.split(' '),
    '--name',
    'search team',
    '--metadata',
    '{"team":1}',
  )
  expect(made).toMatchObject({
    name: 'search team',
    models: ['priced', 'openai/*'],
    limits: { rpm: 60, rph: 600, rpd: 6000, tpm: 1000, tpd: 100_000, concurrency: 4 },
    budgets: [{ usd: 20.5, window: 'month' }],
    expires_at: '2030-01-31T00:00:00.000Z',
    role: 'inference',
    tags: ['a', 'b'],
    metadata: { team: 1 },
  })
  const { data } = await answerOf('list')
  expect(data).toMatchObject([{ id: made.id, name: 'search team', metadata: { team: 1 } }])
})

test('into a pipe goes the secret alone; a terminal shows the key beside it', async () => {
  const piped = await keys('create', '--name', 'piped')
  expect(piped.out).toMatch(/^sk-ptl-[\w-]+\n$/)
  expect(piped.err).toMatch(/^The key key_\w+ has this secret/)
  expect((await call(piped.out.trim())).status).toBe(200)

  const shown = await runWith(['keys', 'create', '--name', 'shown'], { env, isTerminal: true })
  const [secret = ''] = /sk-ptl-[\w-]+/.exec(shown.out) ?? []
  expect(shown.out.split(secret)).toHaveLength(2)
  expect(shown.out).toMatch(/^name +shown$/m)
  expect((await call(secret)).status).toBe(200)
})

test('list aligns every key; get tells what one has used', async () => {
  const { id, secret } = await makeKey('--usd', '5000', '--window', '7d', '--rpm', '9')
  expect((await call(secret)).status).toBe(200)
  const [titles = '', ...rows] = (await keys('list')).out.trimEnd().split('\n')
  const row = rows.find((line) => line.startsWith(id)) ?? ''
  expect(row.indexOf('$5000.0000 in 7d')).toBe(titles.indexOf('BUDGETS'))
  expect(row.indexOf('rpm 9')).toBe(titles.indexOf('LIMITS'))
  expect(row).toContain(`…${secret.slice(-4)}`)

  const { out } = await keys('get', id)
  const [, cost = ''] = /^used +1 requests, \d+ tokens, (\$0\.\d+)$/m.exec(out) ?? []
  expect(Number(cost.slice(1))).toBeGreaterThan(0)
  expect(out).toContain(`${cost} of it spent`)
})

test('list goes on past the first page', async () => {
  for (let n = 0; n < 501; n++) await gateway.makeKey()
  const { data } = await answerOf('list')
  expect(Array.isArray(data) && new Set(data.map((key) => isJsonObject(key) && key.id)).size).toBeGreaterThan(
    501,
  )
})

test('a rotated key has a new secret, and the old one for as long as it is said', async () => {
  const { id, secret } = await makeKey()
  const graced = await keys('rotate', id, '--grace', '1h')
  expect((await call(secret)).status).toBe(200)
  const { out } = await keys('rotate', id)
  expect((await call(graced.out.trim())).status).toBe(401)
  expect((await call(out.trim())).status).toBe(200)
})

test('update changes what is named, and leaves the rest', async () => {
  const { id } = await makeKey(
    '--rpm',
    '5',
    '--tpm',
    '500',
    '--usd',
    '1',
    '--expires',
    '30d',
    '--metadata',
    '{}',
  )
  expect(await answerOf('update', id, '--tpm', 'none', '--concurrency', '2')).toMatchObject({
    limits: { rpm: 5, concurrency: 2 },
    budgets: [{ usd: 1, window: 'lifetime' }],
  })
  const changed = await answerOf(
    'update',
    id,
    '--usd',
    '3',
    '--window',
    'day',
    '--models',
    '*',
    '--name',
    'new',
  )
  expect(changed).toMatchObject({ budgets: [{ usd: 3, window: 'day' }], models: null, name: 'new' })
  expect(changed.limits).toEqual({ rpm: 5, concurrency: 2 })
  expect(
    await answerOf('update', id, '--usd', 'none', '--expires', 'never', '--metadata', 'none'),
  ).toMatchObject({
    budgets: [],
    expires_at: null,
    metadata: null,
  })
})

test('update of the money budget keeps a budget of tokens', async () => {
  const { id } = await makeKey()
  await fetch(`${gateway.url}/admin/v1/keys/${id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${gateway.masterKey}` },
    body: JSON.stringify({ budgets: [{ tokens: 9, window: 'day' }, { usd: 1 }] }),
  })
  const { budgets } = await answerOf('update', id, '--usd', '2')
  expect(budgets).toMatchObject([
    { tokens: 9, window: 'day' },
    { usd: 2, window: 'lifetime' },
  ])
})

test('a blocked key is refused until it is unblocked; a deleted one for good', async () => {
  const { id, secret } = await makeKey()
  expect((await keys('block', id)).out).toMatch(/^state +blocked$/m)
  expect((await call(secret)).status).toBe(401)
  expect((await keys('unblock', id)).out).toMatch(/^state +active$/m)
  expect((await call(secret)).status).toBe(200)
  expect(await keys('delete', id)).toEqual({ code: 0, out: `Deleted ${id}.\n`, err: '' })
  expect((await call(secret)).status).toBe(401)
  expect(await keys('get', id)).toEqual({ code: 1, out: '', err: `portolan: There is no key ${id}.\n` })
})

test.each([
  [['create'], '--name'],
  [['create', '--name', 'x', '--rpm', '0'], 'whole number above 0'],
  [['create', '--name', 'x', '--usd', '-1'], 'amount such as 20'],
  [['create', '--name', 'x', '--window', 'day'], '--window goes with --usd'],
  [['create', '--name', 'x', '--expires', '2029-12-31'], 'That time is over.'],
  [['create', '--name', 'x', '--role', 'owner'], 'Allowed choices are'],
  [['create', '--name', 'x', '--metadata', '[1]'], 'JSON object'],
  [['create', '--name', 'x', '--metadata', 'null'], 'JSON object'],
  [['create', '--name', 'x', '--metadata', '{'], 'JSON object'],
  [['update', 'key_1'], 'name what to change'],
  [['get'], "missing required argument 'id'"],
])('%j is a wrong command line', async (argv, message) => {
  const { code, out, err } = await keys(...argv)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(message)
})

test('what the gateway refuses is said in its own words', async () => {
  const { code, err } = await keys('create', '--name', 'x', '--usd', '1', '--window', 'year')
  expect(code).toBe(1)
  expect(err).toContain('window')
})

test('a program that is no gateway is not taken for one, whatever it answers', async () => {
  const answers = ['<html>', 'null', '{}', '[]']
  const other = createServer((_, response) => response.end(answers.shift()))
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo // It listens on a port.
  while (answers.length > 0) {
    const { code, out, err } = await runWith(['keys', 'list', '--url', `http://127.0.0.1:${port}`], { env })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain('is not a Portolan gateway')
  }
  other.closeAllConnections()
  other.close()
})

test('a gateway that is not there, or does not know the key', async () => {
  const away = await runWith(['keys', 'list', '--url', 'http://127.0.0.1:9'], { env })
  expect(away).toMatchObject({ code: 1, out: '' })
  expect(away.err).toContain('Start one with: portolan serve')
  const wrong = await runWith(['keys', 'list'], { env: { ...env, PORTOLAN_MASTER_KEY: 'sk-wrong' } })
  expect(wrong.err).toContain('does not take the key from PORTOLAN_MASTER_KEY')
  const { secret } = await makeKey()
  const plain = await runWith(['keys', 'list'], { env: { ...env, PORTOLAN_MASTER_KEY: secret } })
  expect(plain.err).toContain('may not use the admin API. The key came from PORTOLAN_MASTER_KEY.')
})
