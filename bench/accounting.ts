import { readdirSync, readFileSync } from 'node:fs'

/**
 * Nanoseconds that a process has been on a CPU, user and system, all its threads together, by the kernel's own count:
 * https://docs.kernel.org/scheduler/sched-stats.html. A thread that ends takes its time with it; the processes
 * measured here keep theirs. Throws where there is no Linux `/proc`.
 */
export function cpuNanos(pid: number): number {
  let nanos = 0
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    nanos += runNanos(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'))
  }
  return nanos
}

/** The first of three figures: time on the CPU, time waiting for one, time slices. */
export function runNanos(schedstat: string): number {
  return numberIn(/^(\d+) \d+ \d+/, schedstat)
}

/** What a process holds in memory, shared pages included. */
export function residentBytes(pid: number): number {
  return residentIn(readFileSync(`/proc/${pid}/status`, 'utf8'))
}

export function residentIn(status: string): number {
  return numberIn(/^VmRSS:\s+(\d+) kB$/m, status) * 1024
}

function numberIn(pattern: RegExp, text: string): number {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Error(`The kernel wrote something unknown: ${text.slice(0, 100)}`)
  return Number(found)
}
