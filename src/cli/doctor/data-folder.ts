import { constants } from 'node:fs'
import { access, readFile, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isLoopback, MASTER_KEY_CHARS_MIN } from '../master-key.ts'
import type { Surroundings } from '../surroundings.ts'
import { type Finding, fail, ok, reasonOf, warn } from './finding.ts'
import type { Settings } from './settings.ts'

const FREE_FAIL_BYTES = 100 * 1024 ** 2
const FREE_WARN_BYTES = 1024 ** 3

/** The folder of the journal and the master key: can be written, has room, and tells nobody. */
export async function checkDataFolder(
  { dataFolder: folder, config }: Settings,
  { env, node }: Pick<Surroundings, 'env' | 'node'>,
): Promise<readonly Finding[]> {
  const existing = await nearestExisting(folder)
  const findings = [await writable(folder, existing), await room(existing)]
  if (folder === existing && node.platform !== 'win32') findings.push(...(await privacy(folder)))
  return [...findings, await masterKey(join(folder, 'master.key'), config.server.host, { env, node })]
}

/** The folder itself, or the one in which the first start would make it. */
async function nearestExisting(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => null)
  return found !== null || dirname(folder) === folder ? folder : nearestExisting(dirname(folder))
}

async function writable(folder: string, existing: string): Promise<Finding> {
  try {
    await access(existing, constants.W_OK | constants.X_OK)
    return ok(
      'data folder',
      folder === existing ? `${folder} can be written` : `${folder} is made by the first start`,
    )
  } catch (error) {
    const advice =
      'Let the user who runs the gateway write there, or name another place with PORTOLAN_DATA_FOLDER.'
    return fail('data folder', `${existing} cannot be written (${reasonOf(error)})`, advice)
  }
}

/** The records hold what callers said; the folder keeps them from others, whatever the modes of its files. */
async function privacy(folder: string): Promise<readonly Finding[]> {
  const { mode } = await stat(folder)
  if ((mode & 0o077) === 0) return []
  const message = `other users of this machine may look into ${folder}`
  return [warn('data folder', message, `Run: chmod 700 '${folder}'`)]
}

async function room(existing: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(existing)
  const free = bavail * bsize
  const message = `${(free / 1024 ** 3).toFixed(1)} GiB free at ${existing}`
  if (free >= FREE_WARN_BYTES) return ok('disk', message)
  const advice =
    'Make room, or shorten storage.retention: a gateway that cannot write its journal serves nobody.'
  return free >= FREE_FAIL_BYTES ? warn('disk', message, advice) : fail('disk', message, advice)
}

async function masterKey(
  file: string,
  host: string,
  { env, node }: Pick<Surroundings, 'env' | 'node'>,
): Promise<Finding> {
  const about = 'master key'
  const fromEnv = env.PORTOLAN_MASTER_KEY ?? ''
  const kept = fromEnv === '' ? await keptKey(file) : null
  if (kept instanceof Error)
    return fail(about, `${file} cannot be read (${reasonOf(kept)})`, `Mend who may read ${file}.`)
  const value = fromEnv === '' ? (kept?.value ?? '') : fromEnv
  if (value === '') return ok(about, `${file} is made by the first start`)
  if (value.length < MASTER_KEY_CHARS_MIN && !isLoopback(host)) {
    const message = `it has fewer than ${MASTER_KEY_CHARS_MIN} characters, and ${host} can be reached from outside`
    return fail(about, message, 'Take a longer one.')
  }
  if (kept === null) return ok(about, 'from PORTOLAN_MASTER_KEY')
  if (node.platform !== 'win32' && (kept.mode & 0o077) !== 0)
    return warn(about, `other users of this machine may read ${file}`, `Run: chmod 600 '${file}'`)
  return ok(about, `${file}, for its owner only`)
}

/** Null where there is none yet. */
async function keptKey(
  file: string,
): Promise<{ readonly value: string; readonly mode: number } | null | Error> {
  try {
    const { mode } = await stat(file)
    return { value: (await readFile(file, 'utf8')).trim(), mode }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return 'code' in error && error.code === 'ENOENT' ? null : error
  }
}
