import type { GatewayError } from '../../core/error.ts'
import type { Explanation } from '../../gateway/explain.ts'
import { isNamed } from '../../routing/filters/providers.ts'
import type { Target } from '../../routing/target.ts'
import type { RouteTest } from './route-test-file.ts'

/** What came of a request: an explanation, a refusal, or both where nothing is left to try. */
export interface Outcome {
  readonly explanation: Explanation | null
  readonly refusal: GatewayError | null
}

/** What is otherwise than a test expects, one sentence each; none where all is as it should be. */
export function differences({ expect, health = {} }: RouteTest, outcome: Outcome): readonly string[] {
  const { explanation } = outcome
  return [
    ...refusalDifferences(expect.error, outcome),
    ...(explanation === null
      ? []
      : [
          ...assumptionDifferences(Object.keys(health), explanation),
          ...(explanation.refusal === null ? placeDifferences(expect, explanation) : []),
          ...removalDifferences(expect, explanation),
        ]),
  ]
}

function refusalDifferences(
  expected: string | undefined,
  { explanation, refusal }: Outcome,
): readonly string[] {
  if (refusal === null) {
    const first = explanation?.targets[0]?.id
    return expected === undefined ? [] : [`error: expected ${expected}, but it goes to ${first}`]
  }
  if (expected === refusal.code) return []
  const got = `${refusal.code}: ${refusal.message}`
  return [expected === undefined ? `refused with ${got}` : `error: expected ${expected}, got ${got}`]
}

/** An assumption about nobody would let a test pass that tests nothing. */
function assumptionDifferences(names: readonly string[], explanation: Explanation): readonly string[] {
  return names
    .filter((name) => candidatesOf(name, explanation).length === 0)
    .map((name) => `health: ${name} is no candidate of this request`)
}

function placeDifferences({ target, provider, model, order, not = [] }: Expect, { targets }: Explanation) {
  const [first] = targets
  const ids = targets.map(({ id }) => id).join(', ')
  const isOrder =
    order === undefined ||
    (order.length === targets.length && targets.every((each, index) => isCalled(each, order[index] ?? '')))
  return [
    ...(target === undefined || (first !== undefined && isCalled(first, target))
      ? []
      : [`target: expected ${target}, got ${first?.id}`]),
    ...unlike('provider', provider, first?.providerName),
    ...unlike('model', model, first?.model),
    ...(isOrder ? [] : [`order: expected ${order.join(', ')}; got ${ids}`]),
    ...not
      .filter((name) => targets.some((each) => isNamed(each, name)))
      .map((name) => `not: ${name} would be tried; the order is ${ids}`),
  ]
}

function removalDifferences({ removed = {} }: Expect, explanation: Explanation): readonly string[] {
  return Object.entries(removed).flatMap(([name, filter]) => {
    const candidates = candidatesOf(name, explanation)
    if (candidates.length === 0) return [`removed: ${name} is no candidate of this request`]
    const reasons = new Set(candidates.map(({ removedBy }) => removedBy ?? 'nothing'))
    return reasons.has(filter)
      ? []
      : [`removed: expected ${name} by ${filter}, but by ${[...reasons].join(', ')}`]
  })
}

type Expect = RouteTest['expect']

function unlike(what: string, expected: string | undefined, got: string | undefined): readonly string[] {
  return expected === undefined || expected === got ? [] : [`${what}: expected ${expected}, got ${got}`]
}

/** By its id, or with any of its credentials; a pinned one also by its dated model. */
function isCalled({ id, providerName, model }: Target, name: string): boolean {
  return isIdOf(id, name) || `${providerName}/${model}` === name
}

function candidatesOf(name: string, { decision }: Explanation) {
  return decision.candidates.filter(({ target }) => isIdOf(target, name))
}

function isIdOf(id: string, name: string): boolean {
  return id === name || id.startsWith(`${name}#`)
}
