import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import { type App, startApp } from '../app.ts'
import { loadCatalogue } from '../catalogue/index.ts'
import { readShippedCatalogue } from '../catalogue/shipped.ts'
import { loadForThisBuild } from '../cli/configuration.ts'
import type { DocumentReading } from '../config/live.ts'
import { revisionOf } from '../config/revision.ts'
import { isJsonObject, type JsonObject, parseJsonObject } from '../core/json.ts'
import type { Clock, Log } from '../core/ports.ts'
import { SocketClient } from '../http/upstream/socket-client.ts'

export const MASTER = 'sk-ptl-master-for-the-tests'
/** The environment that documents are read with. */
export const ENV = { SIM_KEY: 'sk-simulated-9876' }

export interface Admin {
  readonly app: App
  readonly simulator: Simulator
  readonly directory: string
  readonly logged: readonly Logged[]
  /** Moves the gateway's clock. */
  wait(milliseconds: number): void
  /** The document it was started with, changed here and there. */
  document(changes?: JsonObject): string
  /** Calls the admin API, with the master key where no other is named. */
  call(method: string, path: string, body?: unknown, key?: string | null): Promise<Answer>
  /** Asks a model for a chat completion. */
  chat(key: string, body?: JsonObject): Promise<Response>
  /** Stops and starts again in the same folder. */
  restart(origin?: AdminOptions): Promise<void>
  close(): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Empty where it is not JSON. */
  readonly body: JsonObject
  /** Of a list. */
  readonly data: readonly JsonObject[]
}

export interface AdminOptions {
  /** Absent: the usual one of these tests. */
  readonly document?: string
  readonly source?: 'file' | 'defaults'
  readonly hasOrigin?: boolean
}

interface Logged {
  readonly level: keyof Log
  readonly message: string
  readonly fields: unknown
}

/** A field that must be text. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  throw new TypeError(`${JSON.stringify(value)} is not text.`)
}

/** All of a list, asked for `limit` at a time. Throws where a page is longer. */
export async function allPages(admin: Admin, path: string, limit: number): Promise<readonly JsonObject[]> {
  const all: JsonObject[] = []
  let cursor = ''
  do {
    const { data, body } = await admin.call('GET', `${path}?limit=${limit}${cursor}`)
    if (data.length > limit) throw new RangeError(`A page of ${limit} has ${data.length}.`)
    all.push(...data)
    cursor = body.next_cursor === null ? '' : `&cursor=${asText(body.next_cursor)}`
  } while (cursor !== '')
  return all
}

/** A whole gateway in this process, with a simulator behind it, and its admin API. */
export async function startAdmin(options: AdminOptions = {}): Promise<Admin> {
  const directory = await mkdtemp(join(tmpdir(), 'portolan-admin-'))
  const simulator = await startSimulator({ aliases: { 'gpt-5.4': 'lorem' } })
  const logged: Logged[] = []
  let aheadMs = 0
  const clock = { now: () => Date.now() + aheadMs, monotonicMs: () => performance.now() + aheadMs }
  const document = (changes: JsonObject = {}) => documentFor(directory, simulator.url, changes)
  const start = (with_: AdminOptions) =>
    startGateway(with_.document ?? document(), with_, directory, clock, recorder(logged))
  let app = await start(options)
  return {
    get app() {
      return app
    },
    simulator,
    directory,
    logged,
    wait(milliseconds) {
      aheadMs += milliseconds
    },
    document,
    call: (method, path, body, key = MASTER) => call(app.url, method, path, body, key),
    chat: (key, body = {}) => chat(app.url, key, body),
    async restart(next = {}) {
      await app.stop()
      app = await start(next)
    },
    async close() {
      await app.stop()
      await simulator.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function documentFor(directory: string, simulatorUrl: string, changes: JsonObject): string {
  return JSON.stringify({
    server: { port: 0 },
    storage: { url: `sqlite:${join(directory, 'portolan.db')}` },
    providers: { up: { kind: 'openai', base_url: `${simulatorUrl}/v1`, api_key: '${SIM_KEY}' } },
    models: {
      smart: {
        targets: [{ provider: 'up', model: 'lorem', price: { input: 1, output: 2 } }],
        retries: { attempts: 0 },
      },
    },
    ...changes,
  })
}

/** As `serve` reads it, the path of the database apart, which stays the same whatever a document says. */
export function readForTests(text: string, storageUrl: string): DocumentReading {
  const loaded = loadForThisBuild(text, ENV, {})
  if (!loaded.ok) return loaded
  const { server, storage } = loaded.config
  const isStated = text.includes('sqlite:')
  const config = {
    ...loaded.config,
    server: { ...server, port: text.includes('"port"') ? server.port : 0 },
    storage: { ...storage, url: isStated ? storage.url : storageUrl },
  }
  return { ok: true, config, revision: revisionOf(config) }
}

async function startGateway(
  document: string,
  { source = 'file', hasOrigin = true }: AdminOptions,
  directory: string,
  clock: Clock,
  log: Log,
): Promise<App> {
  const read = (text: string) => readForTests(text, `sqlite:${join(directory, 'portolan.db')}`)
  const reading = read(document)
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join('\n'))
  return await startApp({
    config: reading.config,
    revision: reading.revision,
    masterKey: MASTER,
    auditKey: generateKeyPairSync('ed25519').privateKey,
    encryptionKeys: ['the key of the tests'],
    catalogue: loadCatalogue(await readShippedCatalogue()),
    upstream: new SocketClient(),
    clock,
    random: Math.random,
    log,
    ...(hasOrigin ? { origin: { source, document, env: ENV, read } } : {}),
  })
}

async function call(
  url: string,
  method: string,
  path: string,
  body: unknown,
  key: string | null,
): Promise<Answer> {
  const response = await fetch(`${url}/admin/v1${path}`, {
    method,
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const answer = await response.text()
  const answered = parseJsonObject(answer) ?? {}
  const data = Array.isArray(answered.data) ? answered.data.filter(isJsonObject) : []
  return { status: response.status, headers: response.headers, text: answer, body: answered, data }
}

function chat(url: string, key: string, body: JsonObject): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'smart',
      max_tokens: 20,
      messages: [{ role: 'user', content: 'a word from the harbour' }],
      ...body,
    }),
  })
}

function recorder(logged: Logged[]): Log {
  const at = (level: keyof Log) => (message: string, fields?: unknown) =>
    void logged.push({ level, message, fields })
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
