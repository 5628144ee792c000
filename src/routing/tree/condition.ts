import { wrongField } from '../../core/error.ts'
import { isJsonObject, type JsonValue } from '../../core/json.ts'
import { nanosToUsd } from '../../core/money.ts'
import type { RequestFacts } from '../request-facts.ts'
import { safePattern } from './safe-pattern.ts'

/** Whether a request is meant. Made once, when a tree is read; asked for every request. */
export type Condition = (facts: RequestFacts, nowMs: number) => boolean

/**
 * A query such as `{ "metadata.plan": { "$eq": "paid" }, "$or": [{ "params.temperature": { "$gt": 0.7 } }, …] }`: all
 * that stands in one object must hold. A bare value means `$eq`. What a request does not have is equal to nothing and
 * compares with nothing. Throws `invalid_request` for an unknown operator or field, or an operand of the wrong kind.
 *
 * Portkey's language, with its fields and ours. Unlike there, `$and`, `$or` and `$regex` do not end the query before
 * what stands beside them. https://portkey.ai/docs/product/ai-gateway/conditional-routing
 */
export function parseCondition(query: JsonValue | undefined, param: string): Condition {
  return parseQuery(query, param, 0)
}

const DEPTH_MAX = 16

function parseQuery(query: JsonValue | undefined, param: string, depth: number): Condition {
  if (!isJsonObject(query)) throw wrongField(param, 'must be an object')
  if (depth > DEPTH_MAX) throw wrongField(param, 'nests too deeply')
  const parts = Object.entries(query).map(([name, value = null]): Condition => {
    const path = `${param}.${name.slice(0, 100)}`
    if (name !== '$and' && name !== '$or') return parseField(name, value, path)
    if (!Array.isArray(value)) throw wrongField(path, 'must be a list of queries')
    const inner = value.map((each: JsonValue, index) => parseQuery(each, `${path}[${index}]`, depth + 1))
    return name === '$and' ? every(inner) : (facts, nowMs) => inner.some((holds) => holds(facts, nowMs))
  })
  return every(parts)
}

function parseField(name: string, value: JsonValue, param: string): Condition {
  const read = readerOf(name, param)
  const tests = isJsonObject(value)
    ? Object.entries(value).map(([operator, operand = null]) =>
        parseTest(operator, operand, `${param}.${operator.slice(0, 100)}`),
      )
    : [equals(value)]
  return (facts, nowMs) => {
    const actual = read(facts, nowMs)
    return tests.every((test) => test(actual))
  }
}

type Actual = JsonValue | undefined
type Test = (actual: Actual) => boolean

function parseTest(operator: string, operand: JsonValue, param: string): Test {
  switch (operator) {
    case '$eq':
      return equals(operand)
    case '$ne':
      return (actual) => actual !== operand
    case '$in':
      return among(operand, param)
    case '$nin': {
      const isAmong = among(operand, param)
      return (actual) => !isAmong(actual)
    }
    case '$gt':
      return compares(operand, param, (one, other) => one > other)
    case '$gte':
      return compares(operand, param, (one, other) => one >= other)
    case '$lt':
      return compares(operand, param, (one, other) => one < other)
    case '$lte':
      return compares(operand, param, (one, other) => one <= other)
    case '$regex': {
      const pattern = safePattern(operand, param)
      return (actual) => typeof actual === 'string' && pattern.test(actual.slice(0, SUBJECT_CHARS_MAX))
    }
    default:
      throw wrongField(
        param,
        'is not an operator; there are $eq, $ne, $in, $nin, $gt, $gte, $lt, $lte and $regex',
      )
  }
}

/** See `safePattern`: how long a match takes grows with the third power of this. */
const SUBJECT_CHARS_MAX = 128

function equals(operand: JsonValue): Test {
  return (actual) => actual === operand
}

function among(operand: JsonValue, param: string): Test {
  if (!Array.isArray(operand)) throw wrongField(param, 'must be a list')
  const values = new Set<Actual>(operand)
  return (actual) => values.has(actual)
}

/** Numbers may be text on either side, since metadata often comes in headers. */
function compares(operand: JsonValue, param: string, holds: (one: number, other: number) => boolean): Test {
  const limit = numberOf(operand)
  if (Number.isNaN(limit)) throw wrongField(param, 'must be a number')
  return (actual) => holds(numberOf(actual), limit)
}

function numberOf(value: Actual): number {
  return typeof value === 'string' ? Number.parseFloat(value) : typeof value === 'number' ? value : Number.NaN
}

type Reader = (facts: RequestFacts, nowMs: number) => Actual

/** Fields without a name of their own; `metadata.…` and `params.…` are followed by one. Times are UTC. */
const READERS: Readonly<Record<string, Reader>> = {
  'url.pathname': ({ path }) => path,
  'time.hour': (_, nowMs) => new Date(nowMs).getUTCHours(),
  'time.weekday': (_, nowMs) => new Date(nowMs).getUTCDay() || 7, // Monday is 1, Sunday 7, as in ISO 8601.
  'budget.left': ({ budgetLeftNanos }) => (budgetLeftNanos == null ? undefined : nanosToUsd(budgetLeftNanos)),
  'tokens.input': ({ inputTokens }) => inputTokens,
  session: ({ session }) => session ?? undefined,
  user: ({ user }) => user ?? undefined,
}

function readerOf(name: string, param: string): Reader {
  const known = Object.hasOwn(READERS, name) ? READERS[name] : undefined
  if (known !== undefined) return known
  const [, source, key = ''] = /^(metadata|params)\.(.+)$/s.exec(name) ?? []
  if (source === undefined)
    throw wrongField(
      param,
      `is not a field; there are metadata.…, params.…, ${Object.keys(READERS).join(', ')}`,
    )
  return (facts) => {
    const values = source === 'metadata' ? facts.metadata : facts.params
    return values != null && Object.hasOwn(values, key) ? values[key] : undefined
  }
}

function every(conditions: readonly Condition[]): Condition {
  return (facts, nowMs) => conditions.every((holds) => holds(facts, nowMs))
}
