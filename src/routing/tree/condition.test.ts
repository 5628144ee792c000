import { expect, test } from 'vitest'
import { GatewayError } from '../../core/error.ts'
import type { JsonValue } from '../../core/json.ts'
import type { RequestFacts } from '../request-facts.ts'
import { parseCondition } from './condition.ts'

const FACTS: RequestFacts = {
  metadata: { plan: 'paid', age: '41', region: 'eu-west-1' },
  params: { model: 'smart', temperature: 0.9, stream: true },
  path: '/v1/chat/completions',
  user: 'ann',
  inputTokens: 900,
  budgetLeftNanos: 2_500_000_000,
}
/** A Wednesday, at 14:30 UTC. */
const NOW_MS = Date.UTC(2026, 9, 7, 14, 30)

test.each<[JsonValue, boolean]>([
  [{}, true],
  [{ 'metadata.plan': 'paid' }, true],
  [{ 'metadata.plan': { $eq: 'free' } }, false],
  [{ 'metadata.plan': { $ne: 'free' } }, true],
  [{ 'metadata.plan': { $in: ['free', 'paid'] } }, true],
  [{ 'metadata.plan': { $nin: ['free', 'paid'] } }, false],
  [{ 'metadata.age': { $gt: 40, $lte: '41' } }, true],
  [{ 'metadata.age': { $gte: 40, $lt: 41 } }, false],
  [{ 'metadata.region': { $regex: '^eu-' } }, true],
  [{ 'metadata.region': { $regex: '^eu-', $ne: 'eu-west-1' } }, false],
  [{ 'params.temperature': { $gt: 0.7 }, 'params.stream': true }, true],
  [{ 'params.temperature': { $gt: 0.7 }, 'params.stream': false }, false],
  [{ 'url.pathname': '/v1/chat/completions' }, true],
  [{ 'time.hour': { $gte: 9, $lt: 17 }, 'time.weekday': { $lte: 5 } }, true],
  [{ 'budget.left': { $lt: 3 } }, true],
  [{ 'tokens.input': { $gt: 1_000 } }, false],
  [{ user: 'ann', session: { $ne: 'x' } }, true],
  [{ $or: [{ user: 'bob' }, { 'params.model': 'smart' }], user: 'bob' }, false],
  [{ $and: [{ user: 'ann' }, { $or: [{ user: 'ann' }, { user: 'bob' }] }] }, true],
  [{ $or: [] }, false],
])('%j is %s', (query, expected) => {
  expect(parseCondition(query, 'query')(FACTS, NOW_MS)).toBe(expected)
})

test('what a request does not have is equal to nothing, and compares with nothing', () => {
  const holds = (test: JsonValue) => parseCondition({ 'metadata.none': test }, 'query')({}, 0)
  expect(holds({ $eq: 'x' })).toBe(false)
  expect(holds({ $ne: 'x' })).toBe(true)
  expect(holds({ $nin: ['x'] })).toBe(true)
  for (const operator of ['$gt', '$gte', '$lt', '$lte']) expect(holds({ [operator]: 0 })).toBe(false)
  expect(holds({ $regex: '' })).toBe(false)
  expect(parseCondition({ 'metadata.constructor': { $ne: 'x' } }, 'query')({ metadata: {} }, 0)).toBe(true)
  expect(parseCondition({ 'metadata.constructor': { $regex: '' } }, 'query')({ metadata: {} }, 0)).toBe(false)
})

test('Sunday is the seventh day', () => {
  const sunday = Date.UTC(2026, 9, 11)
  expect(parseCondition({ 'time.weekday': 7 }, 'query')({}, sunday)).toBe(true)
})

test.each<[JsonValue, string]>([
  ['x', 'query'],
  [{ 'metadata.plan': { $exists: true } }, 'query.metadata.plan.$exists'],
  [{ $nor: [] }, 'query.$nor'],
  [{ 'headers.x': 1 }, 'query.headers.x'],
  [{ constructor: 1 }, 'query.constructor'],
  [{ $or: {} }, 'query.$or'],
  [{ $and: [{ $or: [1] }] }, 'query.$and[0].$or[0]'],
  [{ user: { $in: 'ann' } }, 'query.user.$in'],
  [{ user: { $gt: 'much' } }, 'query.user.$gt'],
  [{ user: { $regex: '(' } }, 'query.user.$regex'],
  [nested(40), `query${'.$or[0]'.repeat(17)}`],
])('%j is refused, and the place named', (query, param) => {
  expect(refusal(() => parseCondition(query, 'query'))).toMatchObject({
    code: 'invalid_request',
    details: { param },
  })
})

function nested(depth: number): JsonValue {
  return depth === 0 ? {} : { $or: [nested(depth - 1)] }
}

function refusal(run: () => unknown): GatewayError | null {
  try {
    run()
    return null
  } catch (error) {
    return GatewayError.from(error)
  }
}
