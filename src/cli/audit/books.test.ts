import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { ask } from '../../../test/support/ask.ts'
import { startTestGateway } from '../../../test/support/test-gateway.ts'
import { runWith } from '../run.fixture.ts'

const price = { input: 1_000, output: 1_000 }
const gateway = await startTestGateway({
  config: { models: { priced: { targets: [{ provider: 'openai', model: 'echo', price }] } } },
})
afterAll(() => gateway.close())

const env = { PORTOLAN_URL: gateway.url, PORTOLAN_MASTER_KEY: gateway.masterKey }
const books = (...argv: string[]) => runWith(['audit', 'books', ...argv], { env })

test('books that are right are said to be; a figure that differs is named, and the exit code is 1', async () => {
  expect((await books()).out).toBe('The books are right: 0 wallets and no exchanges.\n')
  await ask(gateway.url, { dialect: 'openai', key: gateway.masterKey, model: 'priced', stream: false })
  const right = await books()
  expect(right).toMatchObject({ code: 0, err: '' })
  expect(right.out).toContain('The books are right: 0 wallets and spending from ')

  const file = new Sqlite(join(gateway.directory, 'portolan.db'))
  file.exec("UPDATE scope_spend SET cost_nanos = 1 WHERE scope_type = 'provider'")
  file.close()
  const wrong = await books()
  expect(wrong.code).toBe(1)
  expect(wrong.out).toMatch(/^provider openai \S+ cost_nanos: booked 1, comes to [1-9]\d+$/m)
  expect(wrong.out).toContain('1 figures differ, of 0 wallets')
  expect(JSON.parse((await books('--json')).out)).toMatchObject({ ok: false, differences: [{ booked: 1 }] })
})
