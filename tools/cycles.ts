/** From each thing to those it needs. */
export type Graph = ReadonlyMap<string, readonly string[]>

/**
 * The circles of a directed graph: its strongly connected components of two or more, by Tarjan's algorithm. Each is
 * sorted. A file that imports itself does not occur.
 */
export function findCycles(graph: Graph): readonly (readonly string[])[] {
  const walk: Walk = { graph, numbers: new Map(), open: [], cycles: [] }
  for (const node of graph.keys()) if (!walk.numbers.has(node)) visit(node, walk)
  return walk.cycles
}

interface Walk {
  readonly graph: Graph
  /** The order in which the walk came to each node. */
  readonly numbers: Map<string, number>
  /** Come to, and not yet known to be of a finished component. */
  readonly open: string[]
  readonly cycles: (readonly string[])[]
}

function visit(node: string, walk: Walk): number {
  const number = walk.numbers.size
  walk.numbers.set(node, number)
  walk.open.push(node)
  let low = number
  for (const next of walk.graph.get(node) ?? []) {
    const seen = walk.numbers.get(next)
    if (seen === undefined) low = Math.min(low, visit(next, walk))
    else if (walk.open.includes(next)) low = Math.min(low, seen)
  }
  if (low === number) {
    const component = walk.open.splice(walk.open.indexOf(node))
    if (component.length > 1) walk.cycles.push(component.sort())
  }
  return low
}
