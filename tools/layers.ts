import { findCycles, type Graph } from './cycles.ts'
import { type Import, importsOf } from './imports.ts'
import { isTest, type SourceFile } from './source-files.ts'

/** What the code of one folder may import besides its own. What is not listed is forbidden. */
export interface Layer {
  /** Folders of `src/` (or `simulator`), or single files. */
  readonly code?: readonly string[]
  /** Folders of which it may name the types and nothing more: a port, or the shape of what it is handed. */
  readonly types?: readonly string[]
  readonly packages?: readonly string[]
  /** Modules of Node's own. `any`: this layer may do I/O. */
  readonly node?: 'any' | readonly string[]
}

/** The architecture, as one table. Lower layers first: a line names only lines above it, but for types. */
export const LAYERS: Readonly<Record<string, Layer>> = {
  core: {},
  wire: { code: ['core'], node: ['crypto', 'zlib'] },
  dialects: { code: ['core', 'wire'] },
  providers: { code: ['core', 'wire'], node: ['crypto'] },
  catalogue: { code: ['core'], node: 'any' },
  config: { code: ['core'], types: ['storage'], packages: ['yaml', 'zod'], node: 'any' },
  routing: { code: ['core'], types: ['config'], packages: ['lru-cache'] },
  ledger: { code: ['core'], types: ['config'], node: 'any' },
  audit: { code: ['core'], node: ['crypto'] },
  storage: { code: ['core', 'ledger', 'audit'], packages: ['better-sqlite3', 'kysely', 'pg'], node: 'any' },
  secrets: { code: ['core'], types: ['storage'], node: ['crypto'] },
  telemetry: { code: ['core'] },
  access: {
    code: ['core', 'wire'],
    packages: ['@aws-sdk/credential-providers', 'jose'],
    node: ['fs/promises'],
  },
  gateway: {
    code: ['core', 'wire', 'routing', 'ledger', 'catalogue'],
    types: ['config', 'dialects', 'storage'],
    packages: ['lru-cache'],
    node: ['buffer', 'crypto', 'net', 'util'],
  },
  alerts: { code: ['core'], types: ['config'], node: ['crypto'] },
  watch: {
    code: ['core', 'gateway', 'storage/retention.ts'],
    types: ['config', 'routing', 'drill', 'storage'],
  },
  auth: {
    code: ['core', 'gateway'],
    types: ['config'],
    packages: ['jose', 'lru-cache'],
  },
  drill: { code: ['core', 'routing', 'catalogue'], node: ['buffer'] },
  control: {
    code: [
      'core',
      'wire',
      'config',
      'catalogue',
      'routing',
      'ledger',
      'gateway',
      'drill',
      'alerts',
      'audit',
      'storage/store.ts',
      'storage/identity-store.ts',
      'storage/credit-store.ts',
    ],
    types: ['dialects', 'http', 'providers'],
    packages: [
      'fastify',
      '@fastify/swagger',
      'fastify-type-provider-zod',
      'lru-cache',
      'openid-client',
      'zod',
    ],
    node: 'any',
  },
  compat: {
    code: ['core', 'routing', 'ledger', 'gateway'],
    types: ['http', 'storage'],
    node: 'any',
  },
  http: {
    code: ['core', 'wire', 'gateway'],
    types: ['config', 'dialects'],
    packages: ['ws'],
    node: 'any',
  },
  simulator: { code: ['core', 'wire'], packages: ['ws'], node: 'any' },
  'app.ts': {
    code: [
      'core',
      'access',
      'auth',
      'catalogue',
      'config',
      'dialects',
      'providers',
      'routing',
      'ledger',
      'storage',
      'gateway',
      'drill',
      'alerts',
      'secrets',
      'audit',
      'watch',
      'control',
      'compat',
      'http',
    ],
    node: 'any',
  },
  cli: {
    code: [
      'core',
      'catalogue',
      'config',
      'dialects',
      'providers',
      'routing',
      'ledger',
      'storage',
      'telemetry',
      'gateway',
      'audit',
      'drill',
      'control',
      'http',
      'simulator',
      'app.ts',
      'package.json',
    ],
    packages: ['commander', 'zod'],
    node: 'any',
  },
  'main.ts': { code: ['cli'] },
}

/**
 * Every import that the table does not allow, every circle of files, and every use of test code by code that is not.
 * One line each; none means that the house stands. Tests may import what they like.
 */
export function findLayerFaults(files: readonly SourceFile[]): readonly string[] {
  const imports = files.filter(({ path }) => path.endsWith('.ts') && !isTest(path)).flatMap(importsOf)
  const faults = imports.flatMap((each) => {
    const reason = faultOf(each)
    return reason === null ? [] : [`${each.from}:${each.line} ${reason}`]
  })
  const cycles = findCycles(graphOf(imports)).map((cycle) => `these import each other: ${cycle.join(' ')}`)
  return [...faults, ...cycles]
}

function faultOf(each: Import): string | null {
  const folder = layerOf(each.from)
  if (each.isRelative && isTest(each.to) && folder !== null) return `imports test code: ${each.to}`
  if (folder === null) return null
  const layer = LAYERS[folder]
  if (layer === undefined) return `is in ${folder}, which tools/layers.ts does not know`
  return isAllowed(layer, folder, each) ? null : `${folder} must not import ${each.to}`
}

function isAllowed(
  { code = [], types = [], packages = [], node = [] }: Layer,
  folder: string,
  each: Import,
): boolean {
  if (each.isRelative) {
    const target = layerOf(each.to) ?? each.to
    if (target === folder || code.includes(target) || code.includes(each.to.replace(/^src\//, '')))
      return true
    return each.isType && types.includes(target)
  }
  if (!each.to.startsWith('node:')) return packages.includes(each.to)
  return node === 'any' || node.includes(each.to.slice('node:'.length))
}

/** `src/wire/sse.ts` is of `wire`; `src/app.ts` of itself. Null: outside the gateway and its simulator. */
function layerOf(path: string): string | null {
  const [top, second] = path.split('/')
  if (top === 'src') return second ?? null
  return top === 'simulator' ? top : null
}

/** Types are gone when the code runs, so they can close no circle. */
function graphOf(imports: readonly Import[]): Graph {
  const graph = new Map<string, string[]>()
  for (const { from, to, isRelative, isType } of imports) {
    if (!isRelative || isType) continue
    const targets = graph.get(from)
    if (targets === undefined) graph.set(from, [to])
    else targets.push(to)
  }
  return graph
}
