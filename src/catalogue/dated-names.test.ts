import { expect, test } from 'vitest'
import { loadDatedNames } from './dated-names.ts'
import type { CatalogueFile, OfferRow } from './file.ts'
import { readShippedCatalogue } from './shipped.ts'

const DEAR = { prices: [{ input: 9_000_000_000 }] }

const names = namesOf(
  row('openai', 'gpt-5.4', 'openai/gpt-5.4', { aliases: ['gpt-5.4-2026-03-05', 'gpt-5.4-chat'] }),
  row('openai', 'gpt-5.5', 'openai/gpt-5.5', { aliases: ['gpt-5.5-2026-04-23', 'gpt-5.5-2026-04-24'] }),
  row('openai', 'gpt-4o', 'openai/gpt-4o'),
  row('openai', 'gpt-4o-2024-08-06', 'openai/gpt-4o-2024-08-06'),
  row('openai', 'gpt-4o-2024-05-13', 'openai/gpt-4o-2024-05-13', DEAR),
  row('anthropic', 'claude-opus-4-0', 'anthropic/claude-opus-4', { aliases: ['claude-opus-4-20250514'] }),
  row('anthropic', 'claude-3-5-haiku-latest', 'anthropic/claude-3.5-haiku'),
  row('xai', 'grok-4-0709', 'x-ai/grok-4', { aliases: ['grok-4-latest'] }),
  row('groq', 'kimi-k2', 'moonshotai/kimi-k2'),
  row('groq', 'kimi-k2-0905', 'moonshotai/kimi-k2-0905'),
  row('bedrock', 'claude-opus-4-5-20251101-v1:0', 'anthropic/claude-opus-4.5', {
    aliases: ['claude-opus-4-5-v1:0'],
  }),
)

function namesOf(...offers: OfferRow[]) {
  const file: CatalogueFile = { format: 1, version: 'v', sources: [], prefixes: {}, conflicts: [], offers }
  return loadDatedNames(JSON.stringify(file))
}

function row(kind: string, id: string, slug: string, more: Partial<OfferRow> = {}): OfferRow {
  return { kind, id, slug, name: id, ...more }
}

test.each<[string, string, string, readonly string[] | null]>([
  ['an alias of one dated name', 'openai', 'gpt-5.4', ['gpt-5.4-2026-03-05']],
  ['an alias of two', 'openai', 'gpt-5.5', ['gpt-5.5-2026-04-23', 'gpt-5.5-2026-04-24']],
  ['another name of the same offer, which is no date', 'openai', 'gpt-5.4-chat', null],
  ['one whose dated names are other offers: those at its price', 'openai', 'gpt-4o', ['gpt-4o-2024-08-06']],
  ['a dated name', 'openai', 'gpt-5.4-2026-03-05', null],
  ['a version that stands for none', 'anthropic', 'claude-opus-4-0', ['claude-opus-4-20250514']],
  ['another spelling', 'anthropic', 'Claude-Opus-4.0', ['claude-opus-4-20250514']],
  ['a moving name whose place nobody knows', 'anthropic', 'claude-3-5-haiku-latest', []],
  ['one at a provider that the catalogue does not know', 'openai-compatible', 'own-latest', []],
  ['-latest', 'xai', 'grok-4-latest', ['grok-4-0709']],
  ['other weights with four digits', 'groq', 'kimi-k2', null],
  ['a date inside', 'bedrock', 'claude-opus-4-5-v1:0', ['claude-opus-4-5-20251101-v1:0']],
  ['a name that nobody knows', 'openai', 'gpt-none', null],
  ['a name of another kind', 'xai', 'gpt-5.4', null],
])('%s', (_, kind, name, behind) => {
  expect(names.behind(kind, name)).toEqual(behind)
})

test('the shipped catalogue', async () => {
  const shipped = loadDatedNames(await readShippedCatalogue())
  expect(shipped.behind('anthropic', 'claude-sonnet-4-5')).toEqual(['claude-sonnet-4-5-20250929'])
  expect(shipped.behind('openai', 'gpt-4o-mini')).toEqual(['gpt-4o-mini-2024-07-18'])
  expect(shipped.behind('openai', 'gpt-4o')?.length).toBeGreaterThan(1)
  expect(shipped.behind('xai', 'grok-4-latest')).toEqual(['grok-4-0709'])
})
