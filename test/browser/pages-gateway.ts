import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulator } from '../../simulator/simulator.ts'
import { type App, startApp } from '../../src/app.ts'
import { loadCatalogue } from '../../src/catalogue/index.ts'
import { readShippedCatalogue } from '../../src/catalogue/shipped.ts'
import { loadForThisBuild, simulatorProvider } from '../../src/cli/configuration.ts'
import type { DocumentReading } from '../../src/config/live.ts'
import { revisionOf } from '../../src/config/revision.ts'
import type { JsonObject } from '../../src/core/json.ts'
import { SocketClient } from '../../src/http/upstream/socket-client.ts'

/** A gateway as `serve` runs one, with the simulator behind it and its configuration to be changed. */
export interface PagesGateway {
  readonly app: App
  readonly url: string
  readonly masterKey: string
  /** Where the simulator is; every provider of these tests is one. */
  readonly simulatorUrl: string
  close(): Promise<void>
}

export const MASTER_KEY = 'sk-ptl-master-for-the-pages'

/** Starts with this document, or as a new one does that has none. */
export async function startPagesGateway(changes: JsonObject | null = null): Promise<PagesGateway> {
  const directory = await mkdtemp(join(tmpdir(), 'portolan-pages-'))
  const simulator = await startSimulator({ aliases: { 'gpt-5.4': 'lorem' } })
  const read = (text: string): DocumentReading => {
    const loaded = loadForThisBuild(text, {}, simulatorProvider(simulator.url))
    if (!loaded.ok) return loaded
    const { server, storage } = loaded.config
    const url = `sqlite:${join(directory, 'portolan.db')}`
    const config = { ...loaded.config, server: { ...server, port: 0 }, storage: { ...storage, url } }
    return { ok: true, config, revision: revisionOf(config) }
  }
  const document =
    changes === null ? '' : JSON.stringify({ providers: providersAt(simulator.url), ...changes }, null, 2)
  const reading = read(document)
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join('\n'))
  const app = await startApp({
    ...reading,
    masterKey: MASTER_KEY,
    auditKey: generateKeyPairSync('ed25519').privateKey,
    encryptionKeys: ['the key of the tests'],
    catalogue: loadCatalogue(await readShippedCatalogue()),
    upstream: new SocketClient(),
    clock: { now: Date.now, monotonicMs: () => performance.now() },
    random: Math.random,
    log: { debug() {}, info() {}, warn() {}, error: console.error },
    origin: { source: changes === null ? 'defaults' : 'file', document, env: {}, read },
  })
  return {
    app,
    url: app.url,
    masterKey: MASTER_KEY,
    simulatorUrl: simulator.url,
    async close() {
      await app.stop()
      await simulator.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function providersAt(url: string): JsonObject {
  return {
    openai: { kind: 'openai', base_url: `${url}/v1`, api_key: 'sk-simulated-openai-1234' },
    anthropic: { kind: 'anthropic', base_url: url, api_key: 'sk-simulated-anthropic-5678' },
  }
}
