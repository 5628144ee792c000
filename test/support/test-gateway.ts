import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts'
import { type App, startApp } from '../../src/app.ts'
import { loadCatalogue } from '../../src/catalogue/index.ts'
import { loadForThisBuild, simulatorProvider } from '../../src/cli/configuration.ts'
import type { Config } from '../../src/config/config.ts'
import { revisionOf } from '../../src/config/revision.ts'
import type { JsonObject } from '../../src/core/json.ts'
import type { Log } from '../../src/core/ports.ts'
import type { ExchangeRecord } from '../../src/core/record.ts'
import { SocketClient } from '../../src/http/upstream/socket-client.ts'
import { allRecords } from './all-records.ts'
import { configText } from './test-config.ts'
import { createKey, type KeyFields, type TestKey } from './test-key.ts'

export interface TestGatewayOptions {
  /** As `portolan.yaml`, without `storage`. The simulated providers are there whatever it says. */
  readonly config?: JsonObject
  /** The same, where it needs the simulator's address. */
  readonly configFor?: (simulatorUrl: string) => JsonObject
  readonly simulator?: SimulatorOptions
  /** By how much both clocks are ahead, for tests in which hours pass. */
  readonly aheadMs?: () => number
  /** By how much the wall clock alone is, for tests in which it jumps. */
  readonly wallAheadMs?: () => number
  readonly log?: Log
}

/** A gateway in this process, with a folder and a simulator of its own. */
export interface TestGateway {
  readonly url: string
  readonly masterKey: string
  readonly simulator: Simulator
  readonly app: App
  /** Where the database and the journal are. */
  readonly directory: string
  makeKey(fields?: KeyFields): Promise<TestKey>
  /** Every record so far, oldest first; waits for those that are still on their way into the store. */
  records(): Promise<ExchangeRecord[]>
  /** The one record of this exchange, by the `x-request-id` of its answer. */
  record(id: string | null): Promise<ExchangeRecord>
  close(): Promise<void>
}

export const MASTER_KEY = 'sk-ptl-master-for-tests-only'

export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const directory = await mkdtemp(join(tmpdir(), 'portolan-e2e-'))
  const simulator = await startSimulator(options.simulator)
  const { aheadMs = () => 0, wallAheadMs = () => 0 } = options
  const config = loadTestConfig(
    configText(simulator.url, directory, options.configFor?.(simulator.url) ?? options.config ?? {}),
  )
  const app = await startApp({
    config,
    revision: revisionOf(config),
    masterKey: MASTER_KEY,
    auditKey: generateKeyPairSync('ed25519').privateKey,
    encryptionKeys: ['the key of the tests'],
    catalogue: loadCatalogue(
      await readFile(new URL('../../src/catalogue/catalogue.json', import.meta.url), 'utf8'),
    ),
    upstream: new SocketClient(),
    clock: {
      now: () => Date.now() + aheadMs() + wallAheadMs(),
      monotonicMs: () => performance.now() + aheadMs(),
    },
    random: Math.random,
    log: options.log ?? FAULTS_ONLY,
  })
  const records = async () => {
    await app.store.catchUp()
    return await allRecords(app.store)
  }
  return {
    url: app.url,
    masterKey: MASTER_KEY,
    simulator,
    app,
    directory,
    makeKey: (fields) => createKey(app.store, fields),
    records,
    async record(id) {
      const found = (await records()).filter((record) => record.id === id)
      const [only] = found
      if (only === undefined || found.length > 1)
        throw new Error(`There are ${found.length} records of ${id}.`)
      return only
    },
    async close() {
      await app.stop()
      await simulator.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Throws with every problem of a configuration that is not valid. */
export function loadTestConfig(text: string): Config {
  const loaded = loadForThisBuild(text, {}, simulatorProvider(null))
  if (loaded.ok) return loaded.config
  throw new Error(loaded.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
}

/** The gateway's own faults have to be seen; what it says of those that a test makes is not. */
const FAULTS_ONLY: Log = {
  debug() {},
  info() {},
  warn() {},
  error: (message, fields) => console.error(message, fields),
}
