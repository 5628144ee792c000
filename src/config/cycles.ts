/**
 * Circles in a directed graph, each as the names along it with the first repeated at the end. At least one is found
 * for every set of names that can reach each other; not every possible way round is listed. Takes time in proportion
 * to names and links, and no recursion, so a chain may be as long as it likes.
 */
export function cycles(
  names: Iterable<string>,
  linksOf: (name: string) => readonly string[],
): readonly (readonly string[])[] {
  const found: string[][] = []
  const finished = new Set<string>()
  for (const start of names) {
    const trail: { name: string; links: readonly string[]; next: number }[] = []
    const onTrail = new Map<string, number>()
    const enter = (name: string) => {
      onTrail.set(name, trail.length)
      trail.push({ name, links: linksOf(name), next: 0 })
    }
    if (!finished.has(start)) enter(start)
    for (let last = trail.at(-1); last !== undefined; last = trail.at(-1)) {
      const link = last.links[last.next]
      last.next += 1
      if (link === undefined) {
        finished.add(last.name)
        onTrail.delete(last.name)
        trail.pop()
        continue
      }
      const since = onTrail.get(link)
      if (since !== undefined) found.push([...trail.slice(since).map(({ name }) => name), link])
      else if (!finished.has(link)) enter(link)
    }
  }
  return found
}
