import { GatewayError } from '../../core/error.ts'
import { type Plan, type PlanContext, planRoute } from '../plan.ts'
import type { Route } from '../route.ts'
import { chooseBranch, type Choice } from './choose-branch.ts'
import type { Exit } from './exit.ts'
import { stepsOf } from './steps.ts'
import { childrenOf, type LeafNode, type RouteNode } from './node.ts'

/** A plan whose targets do not simply follow one another: `exits[n]` says where the n-th leads when it fails. */
export interface TreePlan extends Plan {
  readonly exits: readonly (readonly Exit[])[]
}

/**
 * Compiles a tree for one request. Every leaf goes through the same filters, strategies and health as a route does, and
 * is in the decision wherever the tree leads. Throws `invalid_request` where conditions leave the request no way.
 *
 * `base` is the route that the tree belongs to: its conditions hold for every leaf, and its settings for the targets
 * that stand in the tree by themselves.
 */
export function planTree(tree: RouteNode, base: Route, context: PlanContext): TreePlan {
  const plans = new Map(leavesOf(tree).map((leaf) => [leaf, planLeaf(leaf, base, context)]))
  const choose = (isUsable: (plan: Plan) => boolean): Choice =>
    chooseBranch(tree, { plans, isUsable, facts: context.facts ?? {}, context })
  // As in a route: what is not well is tried only where nothing else is left.
  const well = choose(isWell)
  const choice = well.branch === null ? choose(({ targets }) => targets.length > 0) : well
  if (choice.branch === null && choice.isUndecided) throw undecided()
  const steps = choice.branch === null ? [] : stepsOf(choice.branch)
  return {
    targets: steps.map(({ target }) => target),
    exits: steps.map(({ exits }) => exits),
    onContextLength: [],
    onContentPolicy: [],
    decision: {
      id: context.decisionId,
      seed: context.seed,
      revision: context.revision,
      target: steps[0]?.target.id ?? null,
      candidates: [...plans].flatMap(([leaf, plan]) => candidatesOf(plan, choice.leftOut.get(leaf))),
    },
    fullUntilMs: steps.length > 0 ? null : roomAtMs([...plans.values()]),
  }
}

function leavesOf(node: RouteNode): LeafNode[] {
  return node.type === 'target' || node.type === 'route' ? [node] : childrenOf(node).flatMap(leavesOf)
}

function planLeaf(leaf: LeafNode, base: Route, context: PlanContext): Plan {
  if (leaf.type === 'target') {
    const alone = { targets: [leaf.target], fallbacks: [], onContextLength: [], onContentPolicy: [] }
    return planRoute({ ...base, ...alone }, context)
  }
  const wheres = context.wheres ?? []
  return planRoute(leaf.route, {
    ...context,
    wheres: base.where === null ? wheres : [...wheres, base.where],
  })
}

function isWell({ decision }: Plan): boolean {
  return decision.candidates.some(({ target, removedBy }) => removedBy === null && target === decision.target)
}

function candidatesOf({ decision }: Plan, leftOut: string | undefined) {
  if (leftOut === undefined) return decision.candidates
  return decision.candidates.map((candidate) =>
    candidate.removedBy === null ? { ...candidate, removedBy: leftOut } : candidate,
  )
}

function roomAtMs(plans: readonly Plan[]): number | null {
  const times = plans.flatMap(({ fullUntilMs }) => (fullUntilMs === null ? [] : [fullUntilMs]))
  return times.length === 0 ? null : Math.min(...times)
}

function undecided(): GatewayError {
  return new GatewayError(
    'invalid_request',
    'This request fulfils no condition of its route, and the route has no default.',
  )
}
