import fc from 'fast-check'
import { expect, test } from 'vitest'
import { closeEntry, openEntry, TIME_MS, written } from './journal.fixture.ts'
import type { JournalEntry, ProgressEntry } from './journal-entry.ts'
import { closeOrphan, OpenExchanges } from './recovery.ts'

function openAfter(entries: readonly JournalEntry[]): OpenExchanges {
  const open = new OpenExchanges()
  for (const entry of entries) open.apply(written(entry))
  return open
}

function progress(id: string, outputTokens: number): ProgressEntry {
  return { type: 'progress', id, timeMs: TIME_MS + outputTokens, outputTokens }
}

test('an exchange is open from its first entry to its last', () => {
  const open = openAfter([openEntry('a'), openEntry('b'), closeEntry('a'), openEntry('c')])
  expect(open.entries()).toEqual([openEntry('b'), openEntry('c')])
})

test('an orphan is charged for its input and for what it had been seen to answer', () => {
  const open = openAfter([openEntry('a'), progress('a', 40), progress('a', 70)])
  const [orphan] = open.entries().map(closeOrphan)
  expect(orphan).toMatchObject({
    type: 'close',
    request: null,
    response: null,
    record: {
      ...openEntry('a').exchange,
      status: 500,
      errorCode: 'internal',
      provider: 'openai',
      usage: { inputTokens: 100, outputTokens: 70 },
      usageSource: 'estimated',
      costNanos: 100 * 2_000 + 70 * 10_000,
      priceVersion: 'v1',
      durationMs: 70,
    },
  })
})

test('an orphan that another target answered is charged at that price', () => {
  const served = { ...openEntry('a').served, target: 'local/qwen3', provider: 'local', price: null }
  const open = openAfter([openEntry('a'), { ...progress('a', 10), served }, progress('a', 20)])
  const [orphan] = open.entries().map(closeOrphan)
  expect(orphan?.record).toMatchObject({
    target: 'local/qwen3',
    costNanos: null,
    usage: { outputTokens: 20 },
  })
})

test('once closed, an orphan is no orphan for the next process', () => {
  const open = openAfter([openEntry('a')])
  for (const orphan of open.entries().map(closeOrphan)) open.apply(written(orphan))
  expect(open.entries()).toEqual([])
})

test('progress of an exchange that is closed does not open it again', () => {
  expect(openAfter([openEntry('a'), closeEntry('a'), progress('a', 9)]).entries()).toEqual([])
})

test('reading everything twice, or again from any saved state, gives the same', () => {
  const life = fc
    .record({ id: fc.constantFrom('a', 'b', 'c', 'd'), steps: fc.nat({ max: 3 }), isClosed: fc.boolean() })
    .map(({ id, steps, isClosed }): JournalEntry[] => [
      openEntry(id),
      ...Array.from({ length: steps }, (_, step) => progress(id, step + 1)),
      ...(isClosed ? [closeEntry(id)] : []),
    ])
  const lives = fc.uniqueArray(life, { selector: ([first]) => JSON.stringify(first) })
  fc.assert(
    fc.property(lives, fc.nat(), (all, cut) => {
      const entries = all.flat()
      const once = openAfter(entries).entries()
      expect(openAfter([...entries, ...entries]).entries()).toEqual(once)

      const saved = openAfter(entries.slice(0, cut % (entries.length + 1)))
      const texts = saved.entries().map(({ exchange: { id } }) => [id, saved.saved(id) ?? ''] as const)
      const resumed = new OpenExchanges(new Map(texts))
      for (const entry of entries) resumed.apply(written(entry))
      expect(resumed.entries()).toEqual(once)
    }),
  )
})
