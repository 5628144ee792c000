/**
 * Builds `src/catalogue/catalogue.json` from its three sources and prints what has changed:
 *
 *   node tools/catalogue/build.ts
 *
 * The same versions of the sources give the same bytes. Exits with 1 and writes nothing where the sources disagree on
 * a direct vendor's price and nobody has looked at it yet (`allowed-conflicts.ts`).
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { CatalogueFile, ConflictRow } from '../../src/catalogue/file.ts'
import { unreviewedConflicts } from './allowed-conflicts.ts'
import { describeChanges, usd } from './changes.ts'
import { genaiPricesSource, pricedModels } from './genai-prices.ts'
import { KINDS, PREFIXES, type KindSources } from './kinds.ts'
import { mergeKind } from './merge.ts'
import { fetchNameRegistry, type NameRegistry } from './mastra.ts'
import { fetchPiAi, type PiAi } from './pi-ai.ts'
import { createSlugger } from './slug.ts'

const OUTPUT = new URL('../../src/catalogue/catalogue.json', import.meta.url)

function main(): void {
  const file = buildCatalogue(fetchPiAi(), fetchNameRegistry())
  const before: CatalogueFile | null = existsSync(OUTPUT) ? JSON.parse(readFileSync(OUTPUT, 'utf8')) : null
  for (const line of describeChanges(before, file, Date.parse(latestDate(file.sources)))) console.log(line)
  for (const conflict of file.conflicts) console.log(`conflict ${describeConflict(conflict)}`)

  const unreviewed = unreviewedConflicts(file.conflicts)
  if (unreviewed.length > 0) {
    console.error('Nothing written. Look these up at the vendor, then list them in allowed-conflicts.ts:')
    for (const conflict of unreviewed) console.error(`  ${describeConflict(conflict)}`)
    process.exitCode = 1
    return
  }
  const text = printCatalogue(file)
  writeFileSync(OUTPUT, text)
  const priced = file.offers.filter((offer) => offer.prices !== undefined).length
  console.log(`${file.version}: ${file.offers.length} offers, ${priced} priced, ${text.length} bytes`)
}

function buildCatalogue(piAi: PiAi, registry: NameRegistry): CatalogueFile {
  const sources = [genaiPricesSource(), piAi.source, registry.source]
  const openRouter = [...pricedModels('openrouter'), ...piAi.models('openrouter')].map((model) => model.id)
  const slugOf = createSlugger(openRouter)
  const describedAtMs = Date.parse(piAi.source.date)
  const merged = KINDS.map((kind) =>
    mergeKind({ sources: kind, ...modelsOf(kind, piAi, registry), slugOf, describedAtMs }),
  )
  const content = {
    sources,
    prefixes: PREFIXES,
    conflicts: merged.flatMap((one) => one.conflicts).sort(byKindAndId),
    offers: merged.flatMap((one) => one.offers),
  }
  const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex')
  return { format: 1, version: `${latestDate(sources)}-${sha256.slice(0, 8)}`, ...content }
}

function modelsOf(
  { genaiPrices, piAi: files, names = [], serves = () => true }: KindSources,
  piAi: PiAi,
  registry: NameRegistry,
) {
  return {
    priced: genaiPrices.flatMap(pricedModels).filter((model) => serves(model.id)),
    described: files.flatMap((file) => piAi.models(file)).filter((model) => serves(model.id)),
    named: names.flatMap((provider) => registry.names(provider)).filter(serves),
  }
}

/** JSON with one offer a line, so that a change of the sources reads well as a difference of two files. */
function printCatalogue({ conflicts, offers, ...head }: CatalogueFile): string {
  const lines = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join(',\n')
  const opening = JSON.stringify(head, null, 1).slice(0, -2)
  return `${opening},\n "conflicts": [\n${lines(conflicts)}\n ],\n "offers": [\n${lines(offers)}\n ]\n}\n`
}

function latestDate(sources: CatalogueFile['sources']): string {
  return sources.map((source) => source.date).reduce((latest, date) => (date > latest ? date : latest))
}

function byKindAndId(a: ConflictRow, b: ConflictRow): number {
  const [left, right] = [a, b].map((row) => `${row.kind} ${row.nativeId} ${row.field}`)
  return (left ?? '') < (right ?? '') ? -1 : 1
}

function describeConflict({ kind, nativeId, field, a, b, held }: ConflictRow): string {
  return `${kind} ${nativeId}  ${field} ${usd(a)} or ${usd(b)}, held ${usd(held === 'a' ? a : b)}`
}

main()
