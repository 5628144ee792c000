// Plain JavaScript, since `bin/portolan` reads it before anything is built.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FILES = ['package.json', 'index.html', 'vite.config.ts', 'build.ts', 'fingerprint.js', '../package-lock.json']

/**
 * Names a build by what goes into it, as `bin/portolan` does with the gateway's own.
 *
 * @param {string} root the folder of the dashboard
 * @returns {string}
 */
export function dashboardFingerprint(root) {
  const sources = ['src', 'public'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length)),
  )
  const hash = createHash('sha256')
  for (const file of [...FILES, ...sources.sort()]) hash.update(`${file}\0`).update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 16)
}
