import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'

const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
const INSTALL_MS = 240_000

/**
 * Where Chromium is. It is installed from the system's packages where it is missing and that is possible. Null where
 * it cannot be had; what needs it is skipped then, with a notice.
 */
export function findChromium(): string | null {
  return onPath() ?? (install() ? onPath() : null)
}

function onPath(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const files = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return files.find((file) => existsSync(file)) ?? null
}

function install(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const run = (...args: string[]) =>
    spawnSync('apt-get', args, { timeout: INSTALL_MS, stdio: 'ignore' }).status === 0
  const packages = ['chromium-headless-shell', 'chromium']
  return run('update') && packages.some((name) => run('install', '-y', '--no-install-recommends', name))
}
