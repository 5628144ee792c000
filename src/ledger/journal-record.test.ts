import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OPERATIONS } from '../core/operation.ts'
import type { Price } from '../core/price.ts'
import type { AttemptRecord, DecisionRecord, ExchangeRecord } from '../core/record.ts'
import type { Usage } from '../core/usage.ts'
import { closeEntry, openEntry } from './journal.fixture.ts'
import { decodeOpen, encodeOpen, idOfOpen } from './journal-open.ts'
import { decodeRecord, encodeRecord, parseRecord } from './journal-record.ts'

const { record: sample } = closeEntry('exc_1')
const anAttempt: AttemptRecord = {
  target: 'openai/gpt-5.4',
  provider: 'openai',
  model: 'gpt-5.4',
  status: 200,
  code: null,
  ms: 900,
  startedMs: 0,
  ttftMs: 210,
  usage: null,
  costNanos: 380_000,
}

function readBack(record: ExchangeRecord): ExchangeRecord {
  return decodeRecord(parseRecord(encodeRecord(record)))
}

/** Few values, so that texts of an attempt and of its record are often the same. */
const text = fc.constantFrom('', 'a', 'exc_1', 'openai/gpt-5.4', '0', '"\n\\', 'ü 海 🚢', '\ud800')
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
const tokens = fc.record({
  inputTokens: fc.nat(),
  outputTokens: fc.nat(),
  cacheReadTokens: fc.nat(),
  cacheWriteTokens: fc.nat(),
  cacheWrite1hTokens: fc.nat(),
  reasoningTokens: fc.nat(),
  audioInputTokens: fc.nat(),
  audioOutputTokens: fc.nat(),
  imageInputTokens: fc.nat(),
  imageOutputTokens: fc.nat(),
})
const units = fc.record({ images: fc.nat(), seconds: fc.nat(), characters: fc.nat(), searches: fc.nat() })
const usage: fc.Arbitrary<Usage> = fc.oneof(
  tokens,
  fc.tuple(tokens, units).map(([counted, others]) => ({ ...counted, units: others })),
)
const attempt: fc.Arbitrary<AttemptRecord> = fc
  .record({
    target: text,
    provider: text,
    model: text,
    status: maybe(fc.nat()),
    code: fc.constantFrom(null, 'provider_error' as const),
    ms: fc.nat(),
    startedMs: fc.nat(),
    ttftMs: maybe(fc.nat()),
    usage: maybe(usage),
    costNanos: maybe(fc.maxSafeNat()),
  })
  .chain((plain) =>
    fc.constantFrom<AttemptRecord[]>(plain, { ...plain, role: 'hedge' }, { ...plain, role: 'continuation' }),
  )
const decision: fc.Arbitrary<DecisionRecord> = fc.record({
  id: text,
  seed: text,
  revision: text,
  target: maybe(text),
  candidates: fc.array(
    fc.record({
      target: text,
      score: maybe(fc.nat()),
      parts: fc.dictionary(text, fc.nat()),
      removedBy: maybe(text),
    }),
  ),
})
const record: fc.Arbitrary<ExchangeRecord> = fc.record({
  id: text,
  timeMs: fc.nat(),
  keyId: maybe(text),
  organizationId: maybe(text),
  projectId: maybe(text),
  memberId: maybe(text),
  user: maybe(text),
  session: maybe(text),
  tags: fc.array(text),
  metadata: maybe(fc.dictionary(text, fc.constantFrom(null, 1, 'x', [true], { deep: {} }))),
  dialect: fc.constantFrom('openai-chat', 'gemini'),
  operation: fc.constantFrom(...OPERATIONS),
  streamed: fc.boolean(),
  requestedModel: text,
  model: maybe(text),
  provider: maybe(text),
  target: maybe(text),
  decision: maybe(decision),
  attempts: fc.array(attempt),
  status: fc.nat(599),
  errorCode: fc.constantFrom(null, 'internal'),
  finishReason: fc.constantFrom(null, 'stop'),
  usage: maybe(usage),
  usageSource: fc.constantFrom(null, 'provider', 'estimated'),
  costNanos: maybe(fc.maxSafeNat()),
  billedNanos: maybe(fc.maxSafeNat()),
  priceVersion: maybe(text),
  ttftMs: maybe(fc.nat()),
  durationMs: fc.constantFrom(0, 1.5, 120.125),
  overheadMs: fc.constantFrom(0, 0.25),
  droppedParams: fc.array(text),
})

test('any record is read back as it was', () => {
  fc.assert(
    fc.property(record, (each) => {
      expect(readBack(each)).toEqual(each)
    }),
  )
})

test('a usage that is the one of the record is written once, and is read back in both places', () => {
  const { usage, attempts } = readBack({ ...sample, attempts: [{ ...anAttempt, usage: sample.usage }] })
  expect(usage).toEqual(sample.usage)
  expect(attempts[0]?.usage).toEqual(sample.usage)
})

test('what `auto` decided is kept whole', () => {
  const auto = {
    task: 'code',
    tier: 'low',
    strength: 'weak',
    decidedBy: 'class',
    suffices: 0.75,
    threshold: 0.5,
    version: 'w1',
    models: ['a/b'],
  } as const
  const decided = { id: 'd', seed: 's', revision: 'r', target: null, candidates: [], auto }
  expect(readBack({ ...sample, decision: decided }).decision).toEqual(decided)
})

test('a record takes two lines, and its details can stay unread', () => {
  const { columns, details } = parseRecord(encodeRecord({ ...sample, user: 'a\n]["' }))
  expect(columns[3]).toBe('a\n]["')
  expect(details).not.toContain('\n')
})

test.each(['exc_1', '', '"', '\\', 'a"b', 'ü 海 🚢', '",'])(
  'the id %j of an opening is read without the rest',
  (id) => {
    const text = encodeOpen(openEntry(id), new WeakMap())
    expect(idOfOpen(text)).toBe(id)
    expect(decodeOpen(text)).toEqual(openEntry(id))
  },
)

test.each([
  [null, null, null],
  ['org_1', null, null],
  ['org_1', 'prj_1', 'mem_1'],
  [null, null, 'mem_1'],
])('an opening keeps its owners %j %j %j', (organizationId, projectId, memberId) => {
  const entry = openEntry('exc_1')
  const owned = { ...entry, exchange: { ...entry.exchange, organizationId, projectId, memberId } }
  expect(decodeOpen(encodeOpen(owned, new WeakMap()))).toEqual(owned)
})

test('the price of an opening is its own, however many came before with another', () => {
  const prices = new WeakMap()
  const [dear, cheap] = [openEntry('a'), openEntry('b')]
  const unpriced = { ...cheap, served: { ...cheap.served, price: null, priceVersion: null } }
  const free = { ...cheap, served: { ...cheap.served, price: { ...cheap.served.price, input: 0 } as Price } }
  for (const entry of [dear, free, unpriced, dear]) {
    expect(decodeOpen(encodeOpen(entry, prices))).toEqual(entry)
  }
})
