import type { Target } from '../target.ts'
import type { Branch } from './choose-branch.ts'
import type { Exit } from './exit.ts'

/** One target of a tree's plan, and where it leads when it fails. */
export interface Step {
  readonly target: Target
  readonly exits: readonly Exit[]
}

/**
 * Lays a branch out flat. Within a leaf one target leads to the next by the route's own rules; the last of a child
 * leads to the next child where the failure is one that the fallback is for, and else out to the next of its parents.
 */
export function stepsOf(branch: Branch): Step[] {
  return layOut(branch, 0, [])
}

function layOut(branch: Branch, start: number, outer: readonly Exit[]): Step[] {
  if (branch.type === 'leaf') {
    const { targets } = branch.plan
    return targets.map((target, index) => {
      const isLast = index === targets.length - 1
      return { target, exits: isLast ? outer : [{ on: 'retryable', to: start + index + 1 }, ...outer] }
    })
  }
  const { children, onStatusCodes } = branch
  const steps: Step[] = []
  for (const [index, child] of children.entries()) {
    const next = start + steps.length + countOf(child)
    const isLast = index === children.length - 1
    const exits = isLast ? outer : [{ on: onStatusCodes ?? 'any', to: next } as const, ...outer]
    steps.push(...layOut(child, start + steps.length, exits))
  }
  return steps
}

function countOf(branch: Branch): number {
  if (branch.type === 'leaf') return branch.plan.targets.length
  return branch.children.reduce((sum, child) => sum + countOf(child), 0)
}
