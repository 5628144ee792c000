import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type KeyRecord, newKey } from '../src/core/key.ts'
import { hashSecret } from '../src/gateway/key-ring.ts'
import { openStore } from '../src/storage/thread-store.ts'
import { firstLine, stopChild } from './child.ts'
import type { Subject } from './subject.ts'

const PROGRAM = fileURLToPath(new URL('../bin/portolan', import.meta.url))

/** USD per million tokens, as the configuration below sets them: what the books must come to follows from these. */
export const PRICE = { input: 2.5, output: 10 } as const

/**
 * What is on while the gateway is measured. All of it is checked afterwards, in `books.ts`, or refuses the
 * requests.
 */
export const WHAT_IS_ON = [
  'API key, looked up by SHA-256',
  'money budget, 2 rate limits (rpm, tpm): reserved before, settled after each request',
  'usage and cost of each answer',
  'one durable record for each request, bodies too, in the journal before the answer ends, then in SQLite',
] as const

export interface GatewayOptions {
  /** For its files; made if it is missing. */
  readonly folder: string
  readonly upstreamPort: number
  /** For Node itself, before the program. */
  readonly nodeFlags?: readonly string[]
}

/** Starts the gateway as an operator does, from its built form, with one key that has limits and a budget. */
export async function startGateway({
  folder,
  upstreamPort,
  nodeFlags = [],
}: GatewayOptions): Promise<Subject> {
  await mkdir(folder, { recursive: true })
  const config = join(folder, 'portolan.yaml')
  await writeFile(config, configuration(upstreamPort))
  const secret = await createKey(databaseIn(folder))
  const child = spawn(
    process.execPath,
    [...nodeFlags, PROGRAM, 'serve', '--config', config, '--port', '0', '--no-simulator', '--json'],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...ENVIRONMENT } },
  )
  createInterface({ input: child.stderr }).on('line', complain)
  const { url } = JSON.parse(await firstLine(child))
  return {
    name: 'portolan',
    pid: child.pid ?? 0,
    destination: { port: Number(new URL(url).port), headers: { authorization: `Bearer ${secret}` } },
    stop: () => stopChild(child),
  }
}

/** Its log, but for what is no trouble. */
function complain(line: string): void {
  if (!line.includes('"level":"info"')) console.error(line)
}

export function databaseIn(folder: string): string {
  return join(folder, 'data', 'portolan.db')
}

const ENVIRONMENT = { PORTOLAN_MASTER_KEY: randomBytes(24).toString('hex') }

function configuration(upstreamPort: number): string {
  const price = `{ input: ${PRICE.input}, output: ${PRICE.output} }`
  const route = (name: string, model: string) =>
    `  ${name}: { targets: [ { provider: upstream, model: ${model}, price: ${price} } ] }`
  return [
    'version: 1',
    'providers:',
    `  upstream: { kind: openai-compatible, base_url: "http://127.0.0.1:${upstreamPort}/v1", api_key: sk-upstream }`,
    'models:',
    route('bench', 'bench-upstream'),
    ...[5, 8].map((seconds) => route(`bench-paced-${seconds}`, `bench-paced-${seconds}`)),
    '',
  ].join('\n')
}

async function createKey(path: string): Promise<string> {
  const secret = `sk-ptl-${randomBytes(24).toString('base64url')}`
  const key: KeyRecord = {
    ...newKey('key_bench', 'bench', Date.now()),
    hash: hashSecret(secret),
    hint: secret.slice(-4),
    models: ['bench*'],
    limits: { rpm: 1_000_000_000, tpm: 1_000_000_000_000 },
    budgets: [{ usdNanos: 1_000_000 * 1e9, window: 'month', onExhausted: 'deny' }],
  }
  const ignore = () => {}
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore }
  const store = await openStore({ url: `sqlite:${path}`, journalDirectory: null, log })
  await store.createKey(key)
  await store.close()
  return secret
}
