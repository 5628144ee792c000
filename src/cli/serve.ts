import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type App, startApp } from '../app.ts'
import { loadCatalogue } from '../catalogue/index.ts'
import { readShippedCatalogue } from '../catalogue/shipped.ts'
import type { Config, ProviderConfig } from '../config/config.ts'
import type { DocumentReading } from '../config/live.ts'
import { formatProblems } from '../config/problem.ts'
import { watchConfig } from '../config/watch.ts'
import type { Log } from '../core/ports.ts'
import { SocketClient } from '../http/upstream/socket-client.ts'
import { jsonLog } from '../telemetry/log.ts'
import {
  type ConfigSource,
  readConfigSource,
  readForThisBuild,
  simulatorProvider,
  type World,
} from './configuration.ts'
import { greeting } from './greeting.ts'
import { type Lock, lockFileOf, readLockText } from './lock-file.ts'
import { findAuditKey } from './audit-key.ts'
import { findEncryptionKeys } from './encryption-key.ts'
import { findMasterKey } from './master-key.ts'
import { dataFolderOf, type Overrides, overridesOf, portNumber, withOverrides } from './overrides.ts'
import type { Surroundings } from './surroundings.ts'
import { createUnpinnedWarning } from './unpinned.ts'

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
    .command('serve')
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
  // From the very first on: one that comes while it starts lets it start, and then stop as it should.
  const stopping = signalled(surroundings)
  const simulator = flags.simulator
    ? await (await import('../../simulator/simulator.ts')).startSimulator()
    : null
  try {
    return await serveWith(simulatorProvider(simulator?.url ?? null), flags, surroundings, stopping)
  } finally {
    await simulator?.close()
  }
}

async function serveWith(
  builtIn: Providers,
  flags: ServeFlags,
  surroundings: Surroundings,
  stopping: Promise<void>,
): Promise<number> {
  const { env, now } = surroundings
  const source = await readConfigSource(flags.config, surroundings)
  const log = jsonLog(flags.verbose === true ? 'debug' : 'info', surroundings.err, now)
  const catalogue = await readShippedCatalogue()
  const lockText = source.file === null ? null : readLockText(lockFileOf(source.file))
  const read = documentReader(source.file, overridesOf(flags, env), {
    ...surroundings,
    builtIn,
    warnOfUnpinned: createUnpinnedWarning(catalogue, log),
  })
  const started = read(source.text)
  if (!started.ok) {
    surroundings.err(`${formatProblems(started.problems, source.file ?? 'the environment')}\n`)
    return 1
  }
  const { config, revision } = started
  const dataFolder = dataFolderOf(config.storage.url, env, surroundings.cwd)
  const masterKeyFile = join(dataFolder, 'master.key')
  const masterKey = await findMasterKey(env.PORTOLAN_MASTER_KEY, masterKeyFile, config.server.host)
  const app = await startApp({
    config,
    revision,
    masterKey: masterKey.value,
    auditKey: await findAuditKey(join(dataFolder, 'audit.key')),
    encryptionKeys: await findEncryptionKeys(env.PORTOLAN_ENCRYPTION_KEY, join(dataFolder, 'encryption.key')),
    dataFolder,
    catalogue: loadCatalogue(catalogue),
    upstream: new SocketClient(),
    clock: { now, monotonicMs: surroundings.monotonicMs },
    random: surroundings.random,
    log,
    origin: { source: source.file === null ? 'defaults' : 'file', document: source.text, env, read },
  })
  surroundings.out(
    flags.json === true ? `${JSON.stringify({ url: app.url })}\n` : greeting(app, config, masterKey),
  )
  const stopWatching = followChanges({ ...source, lockText }, surroundings, app, log)
  await stopping
  stopWatching()
  await stop(app, log.info)
  return 0
}

type Providers = Readonly<Record<string, ProviderConfig>>

/** Reads documents as this process does: with its flags, and with the lock that lies beside its file by then. */
function documentReader(
  file: string | null,
  overrides: Overrides,
  { cwd, warnOfUnpinned, ...world }: World & ReaderParts,
): (text: string) => DocumentReading {
  return (text) => {
    const reading = readForThisBuild(text, file, world)
    if (!reading.ok) return reading
    const { config, revision, lock } = reading
    if (lock !== null) warnOfUnpinned(config, lock)
    return { ok: true, config: withOverrides(config, overrides, cwd), revision }
  }
}

interface ReaderParts {
  readonly cwd: string
  warnOfUnpinned(config: Config, lock: Lock): void
}

/** By the file itself, by the lock beside it, and by SIGHUP. */
function followChanges(
  { file, text, lockText }: ConfigSource & { readonly lockText: string | null },
  { onSignal }: Surroundings,
  { live }: App,
  log: Log,
): () => void {
  if (file === null || live === null) {
    onSignal('SIGHUP', () => log.info('There is no configuration file to read again.'))
    return () => {}
  }
  const changed = (next: string) => {
    live.fileChanged(next, file).catch((error: unknown) => {
      log.error('The changed configuration could not be put in force.', { file, error })
    })
  }
  const readAgain = () => {
    readFile(file, 'utf8').then(changed, (error: unknown) => {
      log.error('The configuration cannot be read; the one before stays in force.', { file, error })
    })
  }
  onSignal('SIGHUP', readAgain)
  const stopWatching = [
    watchConfig(file, changed, { current: text }),
    watchConfig(lockFileOf(file), readAgain, { current: lockText ?? '' }),
  ]
  return () => {
    for (const stop of stopWatching) stop()
  }
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
