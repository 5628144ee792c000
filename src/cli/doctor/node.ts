import { createRequire } from 'node:module'
import { sqliteVersion } from '../../storage/sqlite-look.ts'
import type { NodeRuntime } from '../surroundings.ts'
import { type Finding, fail, ok, reasonOf, warn } from './finding.ts'

/** What `bin/portolan` insists on. */
const NEEDED = [24, 11] as const

/** The Node that runs this, the one that comes with the project, and the native part of the database. */
export function checkNode(node: NodeRuntime): readonly Finding[] {
  return [version(node), bundled(node), database()]
}

function version(node: NodeRuntime): Finding {
  const source = /[\\/]node_modules[\\/]/.test(node.execPath) ? 'installed with Portolan' : 'of this system'
  const message = `${node.version}, the one ${source} (${node.execPath})`
  if (isNewEnough(node)) return ok('node', message)
  const advice = `Start bin/portolan, which brings a newer one along, or install Node ${NEEDED.join('.')} or newer.`
  return fail('node', message, advice)
}

function bundled(node: NodeRuntime): Finding {
  const name = packageName(node)
  if (isInstalled(name)) return ok('bundled node', `${name}, for where the Node of the system is too old`)
  const message = `none is installed for ${node.platform}-${node.arch}`
  if (isNewEnough(node)) return ok('bundled node', `${message}, and none is needed`)
  return warn('bundled node', message, 'Run npm ci without --omit=optional, if there is one for this system.')
}

function isNewEnough({ version }: NodeRuntime): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])
}

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(`${name}/package.json`)
    return true
  } catch {
    return false
  }
}

/** As the optional dependencies of the project are called. */
function packageName({ platform, arch }: NodeRuntime): string {
  const system = `${platform === 'win32' ? 'win' : platform}-${arch}`
  return system === 'darwin-arm64' ? `node-bin-${system}` : `node-${system}`
}

function database(): Finding {
  try {
    return ok('sqlite', `${sqliteVersion()} loads`)
  } catch (error) {
    const advice =
      'Run npm ci again on this machine; a copied node_modules holds the binary of another system.'
    return fail('sqlite', `the native part does not load (${reasonOf(error)})`, advice)
  }
}
