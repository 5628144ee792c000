import { existsSync } from 'node:fs'
import { isSqliteHeld, lookAtSqlite } from '../../storage/sqlite-look.ts'
import { type Finding, fail, ok, reasonOf, warn } from './finding.ts'

/** Whether the database opens, and whether a gateway is using it. A look changes nothing. */
export function checkDatabase(path: string): readonly Finding[] {
  if (!existsSync(path)) return [ok('database', `${path} is made by the first start`)]
  return [look(path), lock(path)]
}

function look(path: string): Finding {
  try {
    const { bytes, waiting, unknown } = lookAtSqlite(path)
    if (unknown.length > 0) {
      const message = `${path} was used by a newer Portolan (${unknown.join(', ')})`
      return fail(
        'database',
        message,
        'Run that release, or name another database with PORTOLAN_STORAGE_URL.',
      )
    }
    const next = waiting.length === 0 ? '' : `; the next start brings it up to date (${waiting.join(', ')})`
    return ok('database', `${path} opens, ${(bytes / 1024 ** 2).toFixed(1)} MiB${next}`)
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
