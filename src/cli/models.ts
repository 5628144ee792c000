import type { Command } from 'commander'
import { loadCatalogue } from '../catalogue/index.ts'
import { readShippedCatalogue } from '../catalogue/shipped.ts'
import { nanosToUsd } from '../core/money.ts'
import { type Offer, priceAt } from '../core/price.ts'
import { formatUsd } from './amounts.ts'
import { addGatewayOptions, findGateway, type GatewayFlags } from './gateway-address.ts'
import { GatewayClient } from './gateway-client.ts'
import type { Surroundings } from './surroundings.ts'
import { type Column, formatTable, printable } from './table.ts'

interface ModelsFlags extends GatewayFlags {
  readonly search?: string
  readonly catalogue?: boolean
}

/** `portolan models`: the names that a key may call, or all that is in the catalogue. */
export function addModels(program: Command, surroundings: Surroundings): void {
  addGatewayOptions(program.command('models'))
    .description('the names that callers may use')
    .option('--search <text>', 'only names with this text in them')
    .option('--catalogue', 'all models that this release knows, with their prices; asks no gateway')
    .action(async (flags: ModelsFlags) => {
      if (flags.catalogue === true) await listCatalogue(flags, surroundings)
      else await listNames(flags, surroundings)
    })
}

async function listNames({ search = '', ...flags }: ModelsFlags, surroundings: Surroundings): Promise<void> {
  const client = new GatewayClient(await findGateway(flags, surroundings))
  const answer = await client.get<{ data: readonly { readonly id: string }[] }>('/v1/models')
  const data = answer.data.filter(({ id }) => matches(id, search))
  if (flags.json === true) surroundings.out(`${JSON.stringify({ data })}\n`)
  else if (data.length > 0) surroundings.out(data.map(({ id }) => `${printable(id)}\n`).join(''))
  else if (search !== '') surroundings.out(`No model has ${printable(search)} in its name.\n`)
  else
    surroundings.out(
      'This gateway lists no models: set OPENAI_API_KEY or the like, or write portolan.yaml.\n',
    )
}

async function listCatalogue(
  { search = '', json }: ModelsFlags,
  { out, now }: Pick<Surroundings, 'out' | 'now'>,
): Promise<void> {
  const catalogue = loadCatalogue(await readShippedCatalogue())
  const offers = catalogue
    .slugs()
    .flatMap((slug) => catalogue.bySlug(slug))
    .filter(({ slug, nativeId, kind }) => matches(`${slug} ${kind}/${nativeId}`, search))
  if (json === true)
    out(
      `${JSON.stringify({ version: catalogue.version, data: offers.map((offer) => offerView(offer, now())) })}\n`,
    )
  else if (offers.length > 0) out(formatTable(catalogueColumns(now()), offers))
  else out(`The catalogue of ${catalogue.version} has no model with ${printable(search)} in its name.\n`)
}

function matches(name: string, search: string): boolean {
  return name.toLowerCase().includes(search.toLowerCase())
}

function catalogueColumns(nowMs: number): readonly Column<Offer>[] {
  return [
    { title: 'MODEL', cell: ({ slug }) => slug },
    { title: 'PROVIDER', cell: ({ kind }) => kind },
    { title: 'ITS OWN NAME', cell: ({ nativeId }) => nativeId },
    { title: 'CONTEXT', align: 'right', cell: ({ contextTokens }) => String(contextTokens ?? '-') },
    { title: 'INPUT $/M', align: 'right', cell: (offer) => amount(priceAt(offer, nowMs)?.input) },
    { title: 'OUTPUT $/M', align: 'right', cell: (offer) => amount(priceAt(offer, nowMs)?.output) },
  ]
}

/** Under the names that the admin API and the configuration use; prices in USD per million tokens. */
function offerView(offer: Offer, nowMs: number): object {
  const price = priceAt(offer, nowMs)
  const usd = (nanos: number | null) => (nanos === null ? null : nanosToUsd(nanos))
  return {
    model: offer.slug,
    provider: offer.kind,
    native_id: offer.nativeId,
    context_tokens: offer.contextTokens,
    max_output_tokens: offer.maxOutputTokens,
    price: price && {
      input: usd(price.input),
      output: usd(price.output),
      cache_read: usd(price.cacheRead),
      cache_write: usd(price.cacheWrite),
    },
  }
}

function amount(nanos: number | null | undefined): string {
  return nanos === null || nanos === undefined ? 'unknown' : formatUsd(String(nanos))
}
