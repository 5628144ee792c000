import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { stopPostgres } from './postgres-server.ts'

/** A place for the one PostgreSQL of a run of tests, which the first file that needs it starts there. */
export default function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-postgres-'))
  chmodSync(folder, 0o711) // The server may be another user, and has to get to its folder in there.
  project.provide('postgresFolder', folder)
  return async () => {
    await stopPostgres(join(folder, 'data'))
    rmSync(folder, { recursive: true, force: true })
  }
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgresFolder: string
  }
}
