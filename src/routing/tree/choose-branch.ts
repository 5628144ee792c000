import type { JsonValue } from '../../core/json.ts'
import type { Plan, PlanContext } from '../plan.ts'
import { hashOf } from '../hash.ts'
import { rendezvousDraw } from '../rendezvous.ts'
import type { RequestFacts } from '../request-facts.ts'
import { weightedDraw } from '../strategies/strategy.ts'
import { childrenOf, type LeafNode, type LoadBalanceNode, type RouteNode } from './node.ts'

/** What is left of a tree once one request has gone through it: leaves, one after the other. */
export type Branch =
  | { readonly type: 'leaf'; readonly plan: Plan }
  | {
      readonly type: 'fallback'
      readonly children: readonly Branch[]
      readonly onStatusCodes: readonly number[] | null
    }

export interface Choice {
  /** Null: the tree leads to nothing that may be tried. */
  readonly branch: Branch | null
  /** The leaves that the tree did not lead to, by what decided so. */
  readonly leftOut: ReadonlyMap<LeafNode, 'condition' | 'loadbalance'>
  /** A conditional node had no child for this request. */
  readonly isUndecided: boolean
}

export interface ChoosingContext {
  readonly plans: ReadonlyMap<LeafNode, Plan>
  readonly isUsable: (plan: Plan) => boolean
  readonly facts: RequestFacts
  readonly context: PlanContext
}

/** Draws and decides at every node. A child that leads to nothing usable is passed over as if it were not there. */
export function chooseBranch(tree: RouteNode, choosing: ChoosingContext): Choice {
  const chooser = new Chooser(choosing)
  const branch = chooser.choose(tree)
  return { branch, leftOut: chooser.leftOut, isUndecided: chooser.isUndecided }
}

class Chooser {
  readonly leftOut = new Map<LeafNode, 'condition' | 'loadbalance'>()
  isUndecided = false
  readonly #choosing: ChoosingContext

  constructor(choosing: ChoosingContext) {
    this.#choosing = choosing
  }

  choose(node: RouteNode): Branch | null {
    const { plans, isUsable, facts, context } = this.#choosing
    switch (node.type) {
      case 'target':
      case 'route': {
        const plan = plans.get(node)
        return plan !== undefined && isUsable(plan) ? { type: 'leaf', plan } : null
      }
      case 'fallback': {
        const children = node.children.map((child) => this.choose(child)).filter((child) => child !== null)
        return children.length === 0
          ? null
          : { type: 'fallback', children, onStatusCodes: node.onStatusCodes }
      }
      case 'loadbalance':
        return this.#balance(node)
      case 'conditional': {
        const met = node.conditions.find(({ holds }) => holds(facts, context.nowMs))
        const child = met?.child ?? node.otherwise
        for (const other of childrenOf(node)) if (other !== child) this.#leaveOut(other, 'condition')
        if (child === null) this.isUndecided = true
        return child === null ? null : this.choose(child)
      }
    }
  }

  #balance({ children, hashFields }: LoadBalanceNode): Branch | null {
    const { facts, context } = this.#choosing
    const key = keyOf(hashFields, facts)
    let drawn: { readonly node: RouteNode; readonly branch: Branch } | null = null
    let lowest = Number.POSITIVE_INFINITY
    for (const { node, name, weight } of children) {
      const draw =
        key === null ? weightedDraw(weight, context.random) : rendezvousDraw(hashOf(key), name, weight)
      const branch = weight > 0 ? this.choose(node) : null
      if (branch === null || draw >= lowest) continue
      drawn = { node, branch }
      lowest = draw
    }
    for (const { node } of children) if (node !== drawn?.node) this.#leaveOut(node, 'loadbalance')
    return drawn?.branch ?? null
  }

  #leaveOut(node: RouteNode, reason: 'condition' | 'loadbalance'): void {
    if (node.type !== 'target' && node.type !== 'route') {
      for (const child of childrenOf(node)) this.#leaveOut(child, reason)
    } else if (!this.leftOut.has(node)) this.leftOut.set(node, reason)
  }
}

/** Null where nothing is to be hashed, or a request has none of it. */
function keyOf(fields: readonly string[], { metadata, params }: RequestFacts): string | null {
  const values = fields.map((field): JsonValue => {
    const dot = field.indexOf('.')
    const source = field.slice(0, dot) === 'metadata' ? metadata : params
    const key = field.slice(dot + 1)
    return source != null && Object.hasOwn(source, key) ? (source[key] ?? null) : null
  })
  return values.every((value) => value === null) ? null : JSON.stringify(values)
}
