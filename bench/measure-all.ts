import { join } from 'node:path'
import { discrepancies, readBooks } from './books.ts'
import { startGateway } from './gateway.ts'
import { Load } from './load/load.ts'
import { type Memory, measureMemory } from './memory.ts'
import type { Options } from './options.ts'
import { startPortkey } from './portkey.ts'
import { type ByName, describeMachine, type Report, reportOf } from './report.ts'
import { interleave, type Round, Rounds } from './rounds.ts'
import type { Subject } from './subject.ts'
import { startUpstream, type Upstream } from './upstream/upstream.ts'
import { SMALL, type Sizes, sizesFor, type Workload } from './workload.ts'

/** Starts everything, measures, and looks into the books. Rejects when any of it went wrong. */
export async function measureAll(options: Options, folder: string): Promise<Report> {
  const machine = describeMachine()
  const sizes = sizesFor(options)
  const upstream = await startUpstream()
  const load = new Load()
  const rounds = new Rounds(load)
  const say = options.json ? () => {} : (text: string) => console.error(text)
  try {
    const busy = await measureBusy({ options, folder: join(folder, 'busy'), sizes, upstream, rounds, say })
    say('memory')
    const idle = { options, folder: join(folder, 'idle'), sizes, upstream, rounds, say }
    return reportOf({
      machine,
      ...busy,
      memory: { streams: sizes.memory.streams, bytes: await measureIdle(idle) },
    })
  } finally {
    load.stop()
    upstream.stop()
  }
}

interface Stage {
  readonly options: Options
  readonly folder: string
  readonly sizes: Sizes
  readonly upstream: Upstream
  readonly rounds: Rounds
  say(text: string): void
}

async function measureBusy(stage: Stage): Promise<Pick<Report, 'workloads' | 'latency' | 'books'>> {
  const { sizes, upstream, rounds } = stage
  const direct: Subject = {
    name: 'direct',
    pid: upstream.pid,
    destination: { port: upstream.port, headers: {} },
    stop: async () => {},
  }
  return withSubjects(stage, async (subjects, stopGateway) => {
    const workloads: Report['workloads'][number][] = []
    for (const workload of sizes.workloads) {
      stage.say(workload.name)
      workloads.push({ name: workload.name, rounds: await measureWorkload(workload, subjects, rounds) })
    }
    const { perSecond, roundMs: durationMs } = sizes.latency
    stage.say(`${perSecond}/s`)
    const task = { type: 'open', perSecond, durationMs, body: SMALL, events: 0 } as const
    const found = await interleave([...subjects, direct], sizes.latency.rounds, (subject) =>
      rounds.measure(subject, task),
    )
    const latency = { perSecond, rounds: byName(found) }
    return { workloads, latency, books: await stopGateway() }
  })
}

async function measureWorkload(
  workload: Workload,
  subjects: readonly Subject[],
  rounds: Rounds,
): Promise<ByName<readonly Round[]>> {
  const { body, events, connections, warmUpRequests, roundMs } = workload
  const task = { type: 'closed', body, events, connections } as const
  for (const subject of subjects) {
    await rounds.run(subject, { ...task, durationMs: WARM_UP_MS_MAX, requestsMax: warmUpRequests })
  }
  const found = await interleave(subjects, workload.rounds, (subject) =>
    rounds.measure(subject, { ...task, durationMs: roundMs, requestsMax: ROUND_REQUESTS_MAX }),
  )
  return byName(found)
}

/** Processes that have done nothing yet: what they need at rest, and what open streams add to it. */
function measureIdle(stage: Stage): Promise<ByName<Memory>> {
  return withSubjects(stage, async (subjects, stopGateway) => {
    const bytes: Record<string, Memory> = {}
    for (const subject of subjects) {
      bytes[subject.name] = await measureMemory(subject, stage.rounds, stage.sizes.memory)
    }
    await stopGateway()
    return bytes
  })
}

/**
 * `stopGateway` gives its books, once they are seen to balance. Whatever happens, all subjects have ended
 * afterwards.
 */
async function withSubjects<Result>(
  { options, folder, upstream, rounds }: Stage,
  use: (subjects: readonly Subject[], stopGateway: () => Promise<Report['books']>) => Promise<Result>,
): Promise<Result> {
  const gateway = await startGateway({ folder, upstreamPort: upstream.port })
  const subjects = [gateway]
  try {
    if (options.peer === 'portkey') subjects.push(await startPortkey(upstream.port))
    return await use(subjects, async () => {
      await gateway.stop()
      const books = readBooks(folder)
      const wrong = discrepancies(books, rounds.answeredBy(gateway))
      if (wrong.length > 0) throw new Error(`The books do not balance: ${wrong.join('; ')}.`)
      return books
    })
  } finally {
    for (const subject of subjects) await subject.stop()
  }
}

function byName<Value>(values: ReadonlyMap<Subject, Value>): ByName<Value> {
  return Object.fromEntries([...values].map(([{ name }, value]) => [name, value]))
}

const WARM_UP_MS_MAX = 30_000
const ROUND_REQUESTS_MAX = 200_000
