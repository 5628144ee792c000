/** The shortest of thirty runs, in milliseconds: what the work takes when nothing else has the processor. */
export function quickestMs(work: () => unknown): number {
  const times = Array.from({ length: 30 }, () => {
    const startedMs = performance.now()
    work()
    return performance.now() - startedMs
  })
  return Math.min(...times)
}
