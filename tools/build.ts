/**
 * Bundles the gateway into one flat folder, `dist/NAME`, that plain Node runs:
 *
 *   node tools/build.ts NAME
 *
 * Started from its sources, each of the two threads would carry a TypeScript compiler, and the first start would open
 * hundreds of files. `bin/portolan` calls this when the sources have changed, and names the folder for their content.
 */
import { copyFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const DIST = join(ROOT, 'dist')

/** What is started by name, and so keeps its name. All else is a chunk of these, loaded when it is first imported. */
const ENTRIES = {
  main: 'src/main.ts',
  'storage-worker': 'src/storage/storage-worker.ts',
}

/** Files that the code reads beside itself, as it does in the sources. */
const ASSETS = ['src/catalogue/catalogue.json']

/** Native code cannot be part of a bundle. Everything else is in it: hundreds of small files fewer to open. */
const EXTERNAL = ['better-sqlite3']

/** Older builds stay for processes that still run from them and have chunks to load. */
const BUILDS_KEPT = 4

/**
 * Makes `folder` appear complete or not at all. Where another process has just made it, that one is as good: the name
 * stands for the content.
 */
async function build(folder: string): Promise<void> {
  const unfinished = `${folder}.${process.pid}`
  try {
    await bundle(unfinished)
    for (const asset of ASSETS) copyFileSync(join(ROOT, asset), join(unfinished, basename(asset)))
    publish(unfinished, folder)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

async function bundle(folder: string): Promise<void> {
  const bundler = await rolldown({ cwd: ROOT, input: ENTRIES, platform: 'node', external: EXTERNAL })
  await bundler.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js', // Flat: an asset is beside every chunk that may ask for it.
  })
  await bundler.close()
}

function publish(unfinished: string, folder: string): void {
  try {
    renameSync(unfinished, folder)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    const isThere = code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EPERM'
    if (!isThere || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}

/** Also what a build that was killed has left. */
function prune(): void {
  const builds = readdirSync(DIST, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({
      name,
      madeMs: statSync(join(DIST, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    }))
    .sort((a, b) => b.madeMs - a.madeMs)
  for (const { name } of builds.slice(BUILDS_KEPT)) rmSync(join(DIST, name), { recursive: true, force: true })
}

const [name] = process.argv.slice(2)
if (name === undefined || !/^\w+$/.test(name)) {
  console.error('usage: node tools/build.ts NAME')
  process.exitCode = 2
} else {
  try {
    await build(join(DIST, name))
    prune()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
