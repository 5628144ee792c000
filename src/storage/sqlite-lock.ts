import Sqlite from 'better-sqlite3'

/**
 * Makes sure that only one process reads the journal into a database: a second one would take the exchanges that the
 * first is serving for orphans. The lock is SQLite's own on an empty file, so it ends with the process, however that
 * ends. Returns how to let go; throws where another process holds it.
 */
export function holdLock(path: string): () => void {
  const file = new Sqlite(`${path}.lock`, { timeout: 0 })
  try {
    file.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    file.close()
    throw new Error(`Another process is already using ${path}.`, { cause: error })
  }
  return () => file.close()
}
