/**
 * Letters to add, drop, change or swap with a neighbour (Damerau-Levenshtein, optimal string alignment). Stops when
 * it must exceed `farthest`, and answers with more than that.
 */
export function editDistance(a: string, b: string, farthest: number): number {
  if (Math.abs(a.length - b.length) > farthest) return farthest + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, place) => place)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    let smallest = row
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1]
      let cost = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
      )
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (isSwap) cost = Math.min(cost, at(beforeLast, column - 2) + 1)
      current.push(cost)
      if (cost < smallest) smallest = cost
    }
    if (smallest > farthest) return farthest + 1
    beforeLast = last
    last = current
  }
  return at(last, b.length)
}

/** The tables are complete by construction; this only tells the compiler. */
function at(row: readonly number[], place: number): number {
  return row[place] ?? 0
}
