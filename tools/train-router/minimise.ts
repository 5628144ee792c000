/** The value at `point`; writes the gradient there into `gradient`. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number

/**
 * The minimum of a smooth convex function, by L-BFGS with a backtracking line search (Nocedal and Wright, Numerical
 * Optimization, algorithms 7.4 and 3.1). Deterministic. Stops when a step gains next to nothing.
 */
export function minimise(objective: Objective, dimensions: number): Float64Array {
  let here: Place = { point: new Float64Array(dimensions), gradient: new Float64Array(dimensions), value: 0 }
  here = { ...here, value: objective(here.point, here.gradient) }
  const memory: Step[] = []
  for (let iteration = 0; iteration < ITERATIONS_MAX; iteration++) {
    const next = searchLine(objective, here, descent(here.gradient, memory))
    const gained = here.value - next.value
    remember(memory, here, next)
    here = next
    if (gained < TOLERANCE) break
  }
  return here.point
}

const ITERATIONS_MAX = 100
const MEMORY_STEPS = 8
const TOLERANCE = 1e-8

interface Place {
  readonly point: Float64Array
  readonly gradient: Float64Array
  readonly value: number
}

interface Step {
  readonly moved: Float64Array
  readonly turned: Float64Array
  readonly curvature: number
}

/** The two loops: the direction that the inverse of the remembered curvature makes of the gradient. */
function descent(gradient: Float64Array, memory: readonly Step[]): Float64Array {
  const direction = gradient.slice()
  const shares = memory.toReversed().map(({ moved, turned, curvature }) => {
    const share = dot(moved, direction) / curvature
    add(direction, turned, -share)
    return share
  })
  const last = memory.at(-1)
  if (last !== undefined) scale(direction, last.curvature / dot(last.turned, last.turned))
  for (const [index, { moved, turned, curvature }] of memory.entries()) {
    add(direction, moved, (shares.at(-1 - index) ?? 0) - dot(turned, direction) / curvature)
  }
  scale(direction, -1)
  return direction
}

function searchLine(objective: Objective, from: Place, direction: Float64Array): Place {
  const slope = dot(from.gradient, direction)
  for (let length = 1; length > 1e-9; length /= 2) {
    const point = from.point.slice()
    add(point, direction, length)
    const gradient = new Float64Array(point.length)
    const value = objective(point, gradient)
    if (value <= from.value + 1e-4 * length * slope) return { point, gradient, value }
  }
  return from
}

function remember(memory: Step[], from: Place, to: Place): void {
  const moved = difference(to.point, from.point)
  const turned = difference(to.gradient, from.gradient)
  const curvature = dot(moved, turned)
  if (curvature <= 1e-14) return
  memory.push({ moved, turned, curvature })
  if (memory.length > MEMORY_STEPS) memory.shift()
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}

/** In place: `to` += `from` × `times`. */
function add(to: Float64Array, from: Float64Array, times: number): void {
  for (let index = 0; index < to.length; index++) to[index] = (to[index] ?? 0) + (from[index] ?? 0) * times
}

function scale(vector: Float64Array, times: number): void {
  for (let index = 0; index < vector.length; index++) vector[index] = (vector[index] ?? 0) * times
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, index) => value - (b[index] ?? 0))
}
