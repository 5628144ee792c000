import { STREAM_END_EVENTS, STREAM_EVENTS } from './upstream/answers.ts'

/** A closed loop that is measured in rounds. */
export interface Workload {
  readonly name: string
  readonly body: string
  readonly events: number
  readonly connections: number
  /** By count and not by time: a slow program else runs fewer requests, and less of it is compiled. */
  readonly warmUpRequests: number
  readonly rounds: number
  readonly roundMs: number
}

export interface Sizes {
  readonly workloads: readonly Workload[]
  readonly latency: { readonly perSecond: number; readonly rounds: number; readonly roundMs: number }
  readonly memory: { readonly streams: number; readonly openedPerSecond: number; readonly seconds: number }
}

export function sizesFor({ quick }: { readonly quick: boolean }): Sizes {
  const rounds = quick ? 2 : 4
  const time = (seconds: number) => ({ rounds, roundMs: Math.round((quick ? seconds / 3 : seconds) * 1_000) })
  const unary = { events: 0, connections: 16 }
  return {
    workloads: [
      { name: 'unary 2 KB', body: SMALL, ...unary, warmUpRequests: quick ? 2_000 : 6_000, ...time(3) },
      { name: 'unary 50 KB', body: LARGE, ...unary, warmUpRequests: quick ? 300 : 1_000, ...time(2) },
      {
        name: 'stream of 100 events',
        body: STREAMED,
        events: STREAM_EVENTS + STREAM_END_EVENTS,
        connections: 8,
        warmUpRequests: quick ? 300 : 1_000,
        ...time(2.5),
      },
    ],
    latency: { perSecond: 500, rounds: quick ? 1 : 3, roundMs: quick ? 2_000 : 4_000 },
    memory: { streams: 1_000, openedPerSecond: 500, seconds: quick ? 5 : 8 },
  }
}

const TURN_CHARACTERS = 600
const TEXT = 'Which way does the current set between the two islands when the tide has turned? '

export const SMALL = request({ model: 'bench' }, 2 * 1024)
const LARGE = request({ model: 'bench' }, 50 * 1024)
const STREAM = { stream: true, stream_options: { include_usage: true } }
const STREAMED = request({ model: 'bench', ...STREAM }, 2 * 1024)

/** A stream of one event a second, for so many seconds. */
export function pacedBody(seconds: number): string {
  return request({ model: `bench-paced-${seconds}`, ...STREAM }, 2 * 1024)
}

/** A chat request of just this many bytes: a conversation whose last turn is as long as is left. */
export function request(fields: Readonly<Record<string, unknown>>, bytes: number): string {
  const messages = [
    { role: 'system', content: 'You are the pilot of this harbour. Answer in one short paragraph.' },
  ]
  const body = () => JSON.stringify({ ...fields, messages, max_tokens: 256, temperature: 0.7 })
  const add = (role: string, length: number) => {
    const content = TEXT.repeat(Math.ceil(length / TEXT.length)).slice(0, length)
    messages.push({ role, content })
  }
  while (body().length + 2 * TURN_CHARACTERS < bytes) {
    add('user', TURN_CHARACTERS)
    add('assistant', TURN_CHARACTERS)
  }
  add('user', 0)
  const left = bytes - body().length
  messages.pop()
  add('user', left)
  return body()
}
