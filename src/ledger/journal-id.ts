import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What a journal is called in a store that several of them flow into. Kept in the journal's folder, so that it goes
 * where the folder goes; made with `newId` where there is none.
 */
export function journalIdOf(directory: string, newId: () => string): string {
  const file = join(directory, 'id')
  const known = read(file)
  if (known !== null) return known
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const id = newId()
  const written = `${file}.${id}`
  writeFileSync(written, `${id}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(written, file) // Whole or not at all, and never over one that another process has made.
    return id
  } catch (error) {
    const made = read(file)
    if (made !== null) return made
    throw error
  } finally {
    rmSync(written)
  }
}

function read(file: string): string | null {
  try {
    const id = readFileSync(file, 'utf8').trim()
    if (/^[\w-]{8,64}$/.test(id)) return id
    throw new Error(`${file} holds no id of a journal. Where it was damaged, write the id that it had.`)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
