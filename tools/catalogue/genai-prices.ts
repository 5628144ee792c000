import { readFileSync } from 'node:fs'
import { findProvider, type MatchLogic, type ModelInfo } from '@pydantic/genai-prices'
import type { PriceRow, SourceRow, TierRow } from '../../src/catalogue/file.ts'
import { usdToNanosPerMillion } from './amounts.ts'

/** A model of the first source, which is the price of record. */
export interface PricedModel {
  readonly id: string
  readonly name: string | null
  readonly contextTokens: number | null
  /** Names that its rules spell out whole. */
  readonly names: readonly string[]
  readonly prices: readonly PriceRow[]
  matches(id: string): boolean
}

/** The published date of each version that has been used here; the package does not carry one. */
const DATES: Readonly<Record<string, string>> = { '0.1.8': '2026-09-23' }

export function genaiPricesSource(): SourceRow {
  const packageJson = new URL('../../node_modules/@pydantic/genai-prices/package.json', import.meta.url)
  const about: { name: string; version: string; license: string } = JSON.parse(
    readFileSync(packageJson, 'utf8'),
  )
  const { name, version, license } = about
  const date = DATES[version]
  if (date === undefined)
    throw new Error(`Add the date of ${name} ${version} to tools/catalogue/genai-prices.ts.`)
  return { name, version, date, licence: license }
}

/** The models of one provider of the source, in the order in which it tries their rules. */
export function pricedModels(providerId: string): PricedModel[] {
  const provider = findProvider({ providerId })
  if (provider?.id !== providerId) throw new Error(`genai-prices has no provider ${providerId}.`)
  return provider.models.map(readModel)
}

export function readModel(model: ModelInfo): PricedModel {
  return {
    id: model.id,
    name: model.name ?? null,
    contextTokens: model.context_window ?? null,
    names: spelledNames(model.match),
    prices: readPrices(model.prices),
    matches: (id) => isMatch(model.match, id.toLowerCase()),
  }
}

function isMatch(rule: MatchLogic, id: string): boolean {
  if ('or' in rule) return rule.or.some((one) => isMatch(one, id))
  if ('and' in rule) return rule.and.every((one) => isMatch(one, id))
  if ('equals' in rule) return id === rule.equals.toLowerCase()
  if ('starts_with' in rule) return id.startsWith(rule.starts_with.toLowerCase())
  if ('ends_with' in rule) return id.endsWith(rule.ends_with.toLowerCase())
  if ('contains' in rule) return id.includes(rule.contains.toLowerCase())
  return new RegExp(rule.regex).test(id)
}

function spelledNames(rule: MatchLogic): string[] {
  if ('or' in rule) return rule.or.flatMap(spelledNames)
  return 'equals' in rule ? [rule.equals] : []
}

/**
 * The source's list of prices with conditions. A window of the day belongs to the dated price that it follows, and
 * begins with it: the source gives windows no date of their own, but no window is older than the price it varies.
 */
function readPrices(prices: ModelInfo['prices']): PriceRow[] {
  if (!Array.isArray(prices)) return readPrice(prices, {})
  let from: number | undefined
  return prices.flatMap(({ constraint, prices: amounts }) => {
    if (constraint !== undefined && 'start_date' in constraint) {
      from = Date.parse(`${constraint.start_date}T00:00:00Z`)
    }
    const when = from === undefined ? {} : { from }
    if (constraint === undefined || 'start_date' in constraint) return readPrice(amounts, when)
    return readPrice(amounts, {
      ...when,
      daily: [minute(constraint.start_time), minute(constraint.end_time)],
    })
  })
}

type Amounts = Exclude<ModelInfo['prices'], readonly unknown[]>

/** No row where no price is one that this house can charge by, as for transcription by the hour. */
function readPrice(amounts: Amounts, when: Pick<PriceRow, 'from' | 'daily'>): PriceRow[] {
  const row: Record<string, number> = {}
  for (const [field, key] of Object.entries(FIELDS)) {
    const amount = amounts[key]
    if (amount !== undefined)
      row[field] = usdToNanosPerMillion(typeof amount === 'number' ? amount : amount.base)
  }
  const requests = amounts['requests_kcount']
  // Dollars for each thousand requests.
  if (typeof requests === 'number') row['request'] = usdToNanosPerMillion(requests) / 1000
  if (Object.keys(row).length === 0) return []
  const tiers = readTiers(amounts, row)
  return [{ ...when, ...row, ...(tiers.length > 0 && { tiers }) }]
}

/** The source steps each price on its own; here a tier holds them all, so one without a step there keeps its last. */
function readTiers(amounts: Amounts, base: Readonly<Record<string, number>>): TierRow[] {
  const starts = new Set<number>()
  for (const key of Object.values(TIERED_FIELDS))
    for (const { start } of stepsOf(amounts, key)) starts.add(start)
  return [...starts]
    .sort((a, b) => a - b)
    .map((above) => {
      const tier: { above: number } & Record<string, number> = { above }
      for (const [field, key] of Object.entries(TIERED_FIELDS)) {
        const step = stepsOf(amounts, key).findLast(({ start }) => start <= above)
        const amount = step === undefined ? base[field] : usdToNanosPerMillion(step.price)
        if (amount !== undefined) tier[field] = amount
      }
      return tier
    })
}

function stepsOf(amounts: Amounts, key: string) {
  const amount = amounts[key]
  return typeof amount === 'object' ? amount.tiers : []
}

/** `HH:MM:SSZ` as minutes after midnight. */
function minute(time: string): number {
  const [hours, minutes] = time.split(':').map(Number)
  if (hours === undefined || minutes === undefined || !time.endsWith('Z'))
    throw new Error(`No UTC time: ${time}`)
  return hours * 60 + minutes
}

const TIERED_FIELDS = {
  input: 'input_mtok',
  output: 'output_mtok',
  cacheRead: 'cache_read_mtok',
  cacheWrite: 'cache_write_mtok',
  cacheWrite1h: 'cache_write_1h_mtok',
}

const FIELDS = {
  ...TIERED_FIELDS,
  audioInput: 'input_audio_mtok',
  audioOutput: 'output_audio_mtok',
  imageInput: 'input_image_mtok',
  imageOutput: 'output_image_mtok',
}
