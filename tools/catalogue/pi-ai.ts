import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PriceRow, SourceRow } from '../../src/catalogue/file.ts'
import { usdToNanosPerMillion } from './amounts.ts'
import { readPackage } from './npm-package.ts'

const PACKAGE = '@earendil-works/pi-ai'
const VERSION = '1.5.2'

/** A model of the second source: what it can do, and a second opinion on its price. */
export interface DescribedModel {
  readonly id: string
  readonly name: string
  readonly contextTokens: number
  readonly maxOutputTokens: number
  readonly modalities: readonly string[]
  readonly reasons: boolean
  /** Null where the source holds zeros, its way to say that it does not know. */
  readonly price: PriceRow | null
}

export interface PiAi {
  readonly source: SourceRow
  /** The chat models of one of its files, named without `.json`. */
  models(file: string): DescribedModel[]
}

interface Manifest {
  readonly generatedAt: string
  /** SHA-256 in hexadecimal by file name. */
  readonly files: Readonly<Record<string, string>>
}

/** The model as the package's own files hold it. Classifiers and image models have fewer fields. */
interface PiAiEntry {
  readonly type: string
  readonly id: string
  readonly name: string
  readonly reasoning: boolean
  readonly input: readonly string[]
  readonly cost: PiAiCost & { readonly tiers?: readonly (PiAiCost & { readonly inputTokensAbove: number })[] }
  readonly contextWindow: number
  readonly maxTokens: number
}

interface PiAiCost {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite: number
}

/** Fetches the package's tarball from the npm registry, unpacks its data, and checks it against its own manifest. */
export function fetchPiAi(): PiAi {
  return readPackage(`${PACKAGE}@${VERSION}`, ['dist/providers/data', 'package.json'], readPiAi)
}

function readPiAi(packageFolder: string): PiAi {
  const data = join(packageFolder, 'dist/providers/data')
  const manifest: Manifest = JSON.parse(readFileSync(join(data, '.manifest.json'), 'utf8'))
  const files = new Map<string, DescribedModel[]>()
  for (const [file, sha256] of Object.entries(manifest.files)) {
    const text = readFileSync(join(data, file), 'utf8')
    const found = createHash('sha256').update(text).digest('hex')
    if (found !== sha256)
      throw new Error(`${file} of ${PACKAGE} has SHA-256 ${found}, its manifest says ${sha256}.`)
    files.set(file, readFile(text))
  }
  const { license }: { license: string } = JSON.parse(
    readFileSync(join(packageFolder, 'package.json'), 'utf8'),
  )
  return {
    source: { name: PACKAGE, version: VERSION, date: manifest.generatedAt.slice(0, 10), licence: license },
    models(file) {
      const models = files.get(`${file}.json`)
      if (models === undefined) throw new Error(`${PACKAGE} has no file ${file}.json.`)
      return models
    },
  }
}

/** A file groups its models by API dialect. One id may be in two groups, as the same model. */
function readFile(text: string): DescribedModel[] {
  // The package's own shape: its manifest vouches for the bytes, and a changed shape fails in the arithmetic below.
  const groups = JSON.parse(text) as Record<string, Record<string, PiAiEntry>>
  const entries = Object.values(groups).flatMap((group) => Object.values(group))
  const chat = entries.filter((entry) => entry.type === 'chat')
  const byId = new Map(chat.map((entry) => [entry.id, entry]))
  return [...byId.values()].map(readEntry)
}

export function readEntry(entry: PiAiEntry): DescribedModel {
  const { cost } = entry
  const isPriced = cost.input > 0 || cost.output > 0
  const tiers = (cost.tiers ?? []).map((tier) => ({ above: tier.inputTokensAbove, ...readCost(tier) }))
  return {
    id: entry.id,
    name: entry.name,
    contextTokens: entry.contextWindow,
    maxOutputTokens: entry.maxTokens,
    modalities: entry.input.toSorted().toReversed(), // Text first.
    reasons: entry.reasoning,
    price: isPriced ? { ...readCost(cost), ...(tiers.length > 0 && { tiers }) } : null,
  }
}

/** A zero among the cache's prices means that there is none. */
function readCost(cost: PiAiCost) {
  return {
    input: usdToNanosPerMillion(cost.input),
    output: usdToNanosPerMillion(cost.output),
    ...(cost.cacheRead > 0 && { cacheRead: usdToNanosPerMillion(cost.cacheRead) }),
    ...(cost.cacheWrite > 0 && { cacheWrite: usdToNanosPerMillion(cost.cacheWrite) }),
  }
}
