import { existsSync } from 'node:fs'
import { maskedStorageUrl } from '../../config/redact.ts'
import { storagePlace } from '../../storage/storage-place.ts'
import { isSqliteHeld, lookAtSqlite } from '../../storage/sqlite-look.ts'
import { type Finding, fail, ok, reasonOf, warn } from './finding.ts'

/** Whether the database opens, and whether a gateway is using it. A look changes nothing. */
export async function checkDatabase(url: string): Promise<readonly Finding[]> {
  const place = storagePlace(url)
  return place.type === 'sqlite' ? checkFile(place.path) : [await checkServer(place.url)]
}

async function checkServer(url: string): Promise<Finding> {
  const shown = maskedStorageUrl(url)
  try {
    const { lookAtPostgres } = await import('../../storage/postgres-look.ts')
    const { version, bytes, waiting, unknown } = await lookAtPostgres(url)
    if (unknown.length > 0) return newer(shown, unknown)
    const size = `${(bytes / 1024 ** 2).toFixed(1)} MiB`
    return ok('database', `${shown} answers, PostgreSQL ${version}, ${size}${upToDate(waiting)}`)
  } catch (error) {
    const advice =
      'See that the server runs and can be reached, and that the user and the database are right.'
    return fail('database', `${shown} cannot be used (${reasonOf(error)})`, advice)
  }
}

function newer(name: string, unknown: readonly string[]): Finding {
  const message = `${name} was used by a newer Portolan (${unknown.join(', ')})`
  return fail('database', message, 'Run that release, or name another database with PORTOLAN_STORAGE_URL.')
}

function upToDate(waiting: readonly string[]): string {
  return waiting.length === 0 ? '' : `; the next start brings it up to date (${waiting.join(', ')})`
}

function checkFile(path: string): readonly Finding[] {
  if (!existsSync(path)) return [ok('database', `${path} is made by the first start`)]
  return [look(path), lock(path)]
}

function look(path: string): Finding {
  try {
    const { bytes, waiting, unknown } = lookAtSqlite(path)
    if (unknown.length > 0) return newer(path, unknown)
    return ok('database', `${path} opens, ${(bytes / 1024 ** 2).toFixed(1)} MiB${upToDate(waiting)}`)
  } catch (error) {
    const advice =
      'See that you may read it; if it is damaged, put back a copy, or put it aside to begin anew.'
    return fail('database', `${path} does not open (${reasonOf(error)})`, advice)
  }
}

function lock(path: string): Finding {
  try {
    return ok('database lock', `${isSqliteHeld(path) ? 'a' : 'no'} running gateway is using the database`)
  } catch (error) {
    return warn(
      'database lock',
      `it cannot be read (${reasonOf(error)})`,
      `See that you may read ${path}.lock.`,
    )
  }
}
