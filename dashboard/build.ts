/**
 * Builds the dashboard into `dashboard/dist`, packed as browsers take it:
 *
 *   node dashboard/build.ts            where it is not built of these sources yet
 *
 * The folder is swapped in whole, so that a gateway never serves half of it.
 */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { dashboardFingerprint } from './fingerprint.js'

const ROOT = fileURLToPath(new URL('.', import.meta.url))
const DIST = join(ROOT, 'dist')

export async function buildDashboard(): Promise<void> {
  const fingerprint = dashboardFingerprint(ROOT)
  if (readBuilt() === fingerprint) return
  const unfinished = `${DIST}.${process.pid}`
  try {
    await build({
      root: ROOT,
      configFile: join(ROOT, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: unfinished },
    })
    pack(unfinished)
    writeFileSync(join(unfinished, 'build.txt'), `${fingerprint}\n`)
    publish(unfinished)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

function readBuilt(): string | null {
  try {
    return readFileSync(join(DIST, 'build.txt'), 'utf8').trim()
  } catch {
    return null
  }
}

/** Beside each file, once and as small as can be, what would else be packed anew for every browser. */
function pack(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(?:js|css|svg)$/.test(name)) continue
    const file = join(folder, name)
    const bytes = readFileSync(file)
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
    writeFileSync(
      `${file}.br`,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    )
  }
}

/** Another process may do the same at this moment; whoever is last wins, and both have built the same. */
function publish(unfinished: string): void {
  const former = `${DIST}.former.${process.pid}`
  try {
    renameSync(DIST, former)
  } catch {
    // There was none.
  }
  renameSync(unfinished, DIST)
  rmSync(former, { recursive: true, force: true })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await buildDashboard()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
