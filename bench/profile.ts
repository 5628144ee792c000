import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CpuProfile, selfTimes } from './cpu-profile.ts'
import { startGateway } from './gateway.ts'
import { Load } from './load/load.ts'
import type { Options } from './options.ts'
import { Rounds } from './rounds.ts'
import { startUpstream } from './upstream/upstream.ts'
import { sizesFor } from './workload.ts'

const SHOWN = 25

/** Runs each load against a fresh gateway under V8's profiler: µs per request in each function, thread by thread. */
export async function profileGateway(options: Options, folder: string): Promise<string> {
  const upstream = await startUpstream()
  const load = new Load()
  const rounds = new Rounds(load)
  const tables: string[] = []
  try {
    for (const { name, body, events, connections, warmUpRequests } of sizesFor(options).workloads) {
      const own = join(folder, name.replaceAll(' ', '-'))
      const nodeFlags = ['--cpu-prof', `--cpu-prof-dir=${own}`, '--cpu-prof-interval=200']
      const gateway = await startGateway({ folder: own, upstreamPort: upstream.port, nodeFlags })
      try {
        const requestsMax = warmUpRequests * 5
        await rounds.run(gateway, {
          type: 'closed',
          body,
          events,
          connections,
          durationMs: 20_000,
          requestsMax,
        })
      } finally {
        await gateway.stop()
      }
      tables.push(...tablesIn(own, name, rounds.answeredBy(gateway)))
    }
  } finally {
    load.stop()
    upstream.stop()
  }
  return tables.join('\n')
}

/** One for each thread that was busy: the profiler writes a file for every one. */
function tablesIn(folder: string, load: string, requests: number): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.cpuprofile'))
    .map((file): CpuProfile => JSON.parse(readFileSync(join(folder, file), 'utf8')))
    .map((profile, thread) => {
      const times = selfTimes(profile).filter(({ name }) => name !== '(idle)' && name !== '(program)')
      const total = times.reduce((sum, { selfUs }) => sum + selfUs, 0)
      const line = (us: number, name: string) => `${(us / requests).toFixed(2).padStart(9)} µs  ${name}`
      const top = times.slice(0, SHOWN).map(({ name, selfUs }) => line(selfUs, name))
      return [
        `\n${load}, thread ${thread}`,
        line(total, `a request, ${requests} of them, start-up included`),
        ...top,
      ].join('\n')
    })
}
