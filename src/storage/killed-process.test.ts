import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from './thread-store.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** Stores 20 exchanges, journals 30 more and one that never ends, says so, and waits for its death. */
const PROGRAM = `
  const { openStore } = await import('./thread-store.ts')
  const { sampleExchange } = await import('./sample-exchanges.ts')
  const { Journal } = await import('../ledger/journal.ts')
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const [path, directory] = process.argv.slice(1)
  const store = await openStore({ url: 'sqlite:' + path, journalDirectory: directory, log: silent })
  const journal = new Journal({ directory, after: store.position })
  const end = (n) => journal.append({ type: 'close', record: sampleExchange(n), request: null, response: null })
  for (let n = 0; n < 20; n++) end(n)
  journal.flush()
  await store.catchUp(journal.position)
  for (let n = 20; n < 50; n++) end(n)
  const served = { target: 't', provider: 'p', model: 'm', price: null, priceVersion: null }
  journal.append({ type: 'open', exchange: sampleExchange(50), reservedNanos: null, reservedTokens: 9, inputTokens: 9,
    served, outputTokens: 0, seenMs: 0 })
  journal.flush()
  store.journalGrown(journal.position)
  process.stdout.write('written')
  setInterval(() => {}, 1000)
`

test('a process that is killed loses no exchange, and the next one doubles none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-killed-'))
  const path = join(folder, 'portolan.db')
  const journalDirectory = join(folder, 'journal')
  const flags = ['--eval', PROGRAM, '--', path, journalDirectory]
  const child = spawn(process.execPath, flags, {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = await once(child.stdout, 'data')
  expect(String(said)).toBe('written')
  child.kill('SIGKILL')
  await once(child, 'exit')

  for (let round = 0; round < 2; round++) {
    const store = await openStore({ url: `sqlite:${path}`, journalDirectory, log: silent })
    const [sum] = await store.usage({ groupBy: [] })
    expect(sum).toMatchObject({ requests: 51, errors: 1, costNanos: 50 * 700, unpriced: 1 })
    expect(await store.spend({ type: 'key', id: 'key_a' }, 0)).toMatchObject([
      { calls: 51, costNanos: 50 * 735, unpriced: 1 },
    ])
    await store.close()
  }
  rmSync(folder, { recursive: true })
})
