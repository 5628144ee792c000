import type { Route } from '../route.ts'
import type { Target } from '../target.ts'
import type { Condition } from './condition.ts'

/**
 * A route that is a tree, as Portkey has it: each node hands the request to one or some of its children, down to a
 * target or to a route with a strategy of its own.
 */
export type RouteNode = LeafNode | FallbackNode | LoadBalanceNode | ConditionalNode

export type LeafNode =
  | { readonly type: 'target'; readonly target: Target }
  | { readonly type: 'route'; readonly route: Route }

/** One child after the other. */
export interface FallbackNode {
  readonly type: 'fallback'
  readonly children: readonly RouteNode[]
  /** Go on only after one of these statuses. Null: after any failure. */
  readonly onStatusCodes: readonly number[] | null
}

/** One child by chance, in proportion to the weights; no other in its place when it fails. */
export interface LoadBalanceNode {
  readonly type: 'loadbalance'
  readonly children: readonly { readonly node: RouteNode; readonly name: string; readonly weight: number }[]
  /** `metadata.…` or `params.…`: requests that agree in all of these go to the same child. Empty: each is drawn. */
  readonly hashFields: readonly string[]
}

/** The child of the first condition that holds. */
export interface ConditionalNode {
  readonly type: 'conditional'
  readonly conditions: readonly { readonly holds: Condition; readonly child: RouteNode }[]
  /** Null: a request that fulfils no condition is refused. */
  readonly otherwise: RouteNode | null
}

export function childrenOf(node: RouteNode): readonly RouteNode[] {
  switch (node.type) {
    case 'target':
    case 'route':
      return []
    case 'fallback':
      return node.children
    case 'loadbalance':
      return node.children.map((child) => child.node)
    case 'conditional': {
      const all = node.conditions.map(({ child }) => child)
      // One child may stand behind several conditions.
      return [...new Set(node.otherwise === null ? all : [...all, node.otherwise])]
    }
  }
}
