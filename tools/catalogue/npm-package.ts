import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Fetches a package from the npm registry, unpacks the named paths of it, and hands their folder to `read`. */
export function readPackage<Read>(
  spec: string,
  paths: readonly string[],
  read: (packageFolder: string) => Read,
): Read {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-'))
  try {
    execFileSync('npm', ['pack', spec, '--silent', '--ignore-scripts'], { cwd: folder })
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))
    if (tarball === undefined) throw new Error(`npm pack ${spec} left no tarball.`)
    execFileSync('tar', ['xzf', tarball, ...paths.map((path) => `package/${path}`)], { cwd: folder })
    return read(join(folder, 'package'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
