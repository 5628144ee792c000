import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { type App, startApp } from '../app.ts'
import { loadCatalogue } from '../catalogue/index.ts'
import { readShippedCatalogue } from '../catalogue/shipped.ts'
import type { Config } from '../config/config.ts'
import { formatProblems } from '../config/problem.ts'
import { revisionOf } from '../config/revision.ts'
import { watchConfig } from '../config/watch.ts'
import { UndiciClient } from '../http/undici-client.ts'
import { jsonLog } from '../telemetry/log.ts'
import {
  type ConfigSource,
  loadForThisBuild,
  type Overrides,
  readConfigSource,
  simulatorProvider,
  withOverrides,
} from './configuration.ts'
import { greeting } from './greeting.ts'
import { findMasterKey, type MasterKey } from './master-key.ts'
import type { Surroundings } from './surroundings.ts'

interface ServeFlags {
  readonly config?: string
  readonly host?: string
  readonly port?: number
  readonly simulator: boolean
  readonly verbose?: boolean
  readonly json?: boolean
}

/** `portolan serve`: runs until SIGTERM or SIGINT, then ends what is open and resolves. */
export function addServe(program: Command, surroundings: Surroundings, end: (code: number) => void): void {
  program
    .command('serve', { isDefault: true })
    .description('run the gateway')
    .option('--config <file>', 'the configuration; portolan.yaml where there is one')
    .option('--host <address>', 'the address to listen on')
    .option('--port <number>', 'the port to listen on; 0 takes a free one', portNumber)
    .option('--no-simulator', 'do without the built-in sim/ models')
    .option('--verbose', 'log more')
    .option('--json', 'print the address as JSON')
    .action(async (flags: ServeFlags) => end(await serve(flags, surroundings)))
}

async function serve(flags: ServeFlags, surroundings: Surroundings): Promise<number> {
  const { env, now } = surroundings
  const source = await readConfigSource(flags.config, surroundings)
  const simulator = flags.simulator
    ? await (await import('../../simulator/simulator.ts')).startSimulator()
    : null
  const load = (text: string) => loadForThisBuild(text, env, simulatorProvider(simulator?.url ?? null))
  const loaded = load(source.text)
  if (!loaded.ok) {
    surroundings.err(`${formatProblems(loaded.problems, source.file ?? 'the environment')}\n`)
    await simulator?.close()
    return 1
  }
  const overrides = overridesOf(flags, env)
  const config = absolute(withOverrides(loaded.config, overrides), surroundings.cwd)
  const log = jsonLog(flags.verbose === true ? 'debug' : 'info', surroundings.err, now)
  const masterKey = await masterKeyFor(config, env)
  const app = await startApp({
    config,
    revision: revisionOf(config),
    masterKey: masterKey.value,
    catalogue: loadCatalogue(await readShippedCatalogue()),
    upstream: new UndiciClient(),
    clock: { now, monotonicMs: surroundings.monotonicMs },
    random: surroundings.random,
    log,
  })
  surroundings.out(
    flags.json === true ? `${JSON.stringify({ url: app.url })}\n` : greeting(app, config, masterKey),
  )
  const stopWatching = followChanges(source, surroundings, (text) => {
    const next = load(text)
    if (!next.ok) {
      const problems = formatProblems(next.problems, source.file ?? '')
      log.error('The changed configuration is not valid; the one before stays in force.', { problems })
      return
    }
    const changed = absolute(withOverrides(next.config, overrides), surroundings.cwd)
    app.reconfigure(changed, revisionOf(changed))
    log.info('The configuration was changed.', { revision: revisionOf(changed) })
  })
  await signalled(surroundings)
  stopWatching()
  await stop(app, log.info)
  await simulator?.close()
  return 0
}

function overridesOf(flags: ServeFlags, env: Surroundings['env']): Overrides {
  const port = flags.port ?? (env.PORTOLAN_PORT === undefined ? undefined : portNumber(env.PORTOLAN_PORT))
  return { host: flags.host ?? env.PORTOLAN_HOST, port, storageUrl: env.PORTOLAN_STORAGE_URL }
}

function portNumber(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.')
}

/** The database's path is relative to where the gateway was started, whatever it does later. */
function absolute(config: Config, cwd: string): Config {
  const path = resolve(cwd, config.storage.url.slice('sqlite:'.length))
  return { ...config, storage: { ...config.storage, url: `sqlite:${path}` } }
}

function masterKeyFor(config: Config, env: Surroundings['env']): Promise<MasterKey> {
  const folder = dirname(config.storage.url.slice('sqlite:'.length))
  return findMasterKey(env.PORTOLAN_MASTER_KEY, join(folder, 'master.key'), config.server.host)
}

/** By the file itself, and by SIGHUP. */
function followChanges(
  source: ConfigSource,
  { onSignal }: Surroundings,
  changed: (text: string) => void,
): () => void {
  const { file } = source
  if (file === null) return () => {}
  onSignal('SIGHUP', () => {
    readFile(file, 'utf8').then(changed, () => {})
  })
  return watchConfig(file, changed, { current: source.text })
}

function signalled({ onSignal }: Surroundings): Promise<void> {
  return new Promise((resolve) => {
    onSignal('SIGTERM', resolve)
    onSignal('SIGINT', resolve)
  })
}

async function stop(
  app: App,
  info: (message: string, fields?: Record<string, unknown>) => void,
): Promise<void> {
  info('Stopping: no new requests; those under way end first.')
  const cut = await app.stop()
  info('Stopped.', { connectionsCut: cut })
}
