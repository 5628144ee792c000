import { resolve } from 'node:path'
import type { Command } from 'commander'
import { maskedStorageUrl } from '../config/redact.ts'
import { storagePlace } from '../storage/storage-place.ts'
import type { Surroundings } from './surroundings.ts'

interface MigrateFlags {
  readonly from: string
  readonly to: string
  readonly json?: boolean
}

/** `portolan migrate`: copies a store from SQLite to PostgreSQL, also while a gateway serves from it. */
export function addMigrate(program: Command, surroundings: Surroundings): void {
  program
    .command('migrate')
    .description('move the store from SQLite to PostgreSQL')
    .requiredOption('--from <url>', 'the store that is there: sqlite: and a path')
    .requiredOption('--to <url>', 'the new one: postgres:// and a database')
    .option('--json', 'print what was copied as JSON')
    .action(async (flags: MigrateFlags) => {
      const from = storagePlace(flags.from)
      const to = storagePlace(flags.to)
      if (from.type !== 'sqlite' || to.type !== 'postgres')
        throw new Error('A store is moved from sqlite: to postgres://, and nowhere else yet.')
      const { copyStore } = await import('../storage/copy-store.ts')
      const progress = progressLine(surroundings, flags.json === true)
      const result = await copyStore({ path: resolve(surroundings.cwd, from.path), url: to.url, progress })
      surroundings.out(
        flags.json === true ? `${JSON.stringify(result)}\n` : whatNext(result.isFinished, to.url),
      )
    })
}

const SAID_EVERY_MS = 1_000

/** Each table when it is done, and a long one now and then. */
function progressLine({ err, monotonicMs }: Surroundings, isSilent: boolean) {
  let saidMs = Number.NEGATIVE_INFINITY
  return (what: string, done: number, total: number): void => {
    const isDue = done === total || monotonicMs() - saidMs >= SAID_EVERY_MS
    if (isSilent || !isDue) return
    saidMs = monotonicMs()
    err(`${what}: ${done} of ${total}\n`)
  }
}

function whatNext(isFinished: boolean, url: string): string {
  return isFinished
    ? `Everything is copied and was compared. Start the gateway with storage.url ${maskedStorageUrl(url)} and the same data folder.\n`
    : 'A gateway is still using the file. Stop it and run this once more: what came meanwhile is copied, and the journal handed over.\n'
}
