import { RateLimit } from '../../simulator/rate-limit.ts'
import type { Config } from '../../src/config/config.ts'
import { parseJsonObject } from '../../src/core/json.ts'
import type {
  UpstreamClient,
  UpstreamExchange,
  UpstreamHandler,
  UpstreamRequest,
} from '../../src/core/upstream.ts'
import { PROVIDERS_BY_KIND } from '../../src/providers/index.ts'
import { Chance } from './chance.ts'
import { type Fate, type RandomFailure, randomFate } from './random-fate.ts'
import { scriptOf } from './upstream-script.ts'
import { upstreamAnswer } from './upstream-answer.ts'
import { UpstreamCall } from './upstream-call.ts'
import type { VirtualTime } from './virtual-time.ts'

/** How a provider is throughout a scenario, whatever becomes of single calls. */
export interface ProviderMood {
  /** In which it fails every call in one way. */
  readonly outage: { readonly fromMs: number; readonly untilMs: number; readonly fate: Fate } | null
  /** Calls per minute; above, it says so and when to come back. */
  readonly callsPerMinute: number | null
  /** A credential that it does not take. */
  readonly refusedSecret: string | null
}

export interface UpstreamOptions {
  readonly seed: string
  readonly providers: Config['providers']
  /** How often a call goes wrong by itself, from 0 to 1. */
  readonly trouble: number
  readonly time: VirtualTime
}

/** Every provider there is, and the network before them. It keeps the truth: each call, and what became of it. */
export class FaultyUpstream implements UpstreamClient {
  readonly calls: UpstreamCall[] = []
  readonly moods: ReadonlyMap<string, ProviderMood>
  readonly #options: UpstreamOptions
  readonly #limits = new Map<string, RateLimit>()

  constructor(options: UpstreamOptions) {
    const { seed, providers, time } = options
    const chance = new Chance(`${seed} moods`)
    this.#options = options
    this.moods = new Map(
      Object.entries(providers).map(([name, config]) => [name, randomMood(config, chance)]),
    )
    for (const [name, { callsPerMinute }] of this.moods) {
      if (callsPerMinute !== null) this.#limits.set(name, new RateLimit(callsPerMinute, () => time.now()))
    }
  }

  send(request: UpstreamRequest, handler: UpstreamHandler): UpstreamExchange {
    const { seed, providers, time } = this.#options
    const number = this.calls.length + 1
    const chance = new Chance(`${seed} call ${number}`)
    const providerName = new URL(request.origin).hostname.split('.')[0] ?? ''
    const wire = PROVIDERS_BY_KIND.get(providers[providerName]?.kind ?? '')?.wire
    const body = parseJsonObject(request.body.toString())
    if (wire === undefined || wire === null || body === null)
      throw new Error(`There is nobody at ${request.origin}.`)
    const question = { number, wire, model: modelOf(request.path, body.model), body, nowMs: time.now() }
    const isStreamed = body.stream === true || request.path.includes(':streamGenerateContent')
    const fate = this.#fateOf(providerName, request, chance)
    const call = new UpstreamCall({
      ...{ number, wire, providerName, request, isStreamed, fate, time, handler },
      model: question.model,
      answer: upstreamAnswer(question, chance),
    })
    this.calls.push(call)
    call.play(scriptOf(call, chance))
    return call
  }

  async close(): Promise<void> {}

  #fateOf(providerName: string, { headers }: UpstreamRequest, chance: Chance): Fate {
    const { time, trouble } = this.#options
    const { outage = null, refusedSecret = null } = this.moods.get(providerName) ?? {}
    const nowMs = time.monotonicMs()
    if (outage !== null && nowMs >= outage.fromMs && nowMs < outage.untilMs) return outage.fate
    const isRefused =
      refusedSecret !== null && Object.values(headers).some((value) => value.includes(refusedSecret))
    if (isRefused) return failed({ kind: 'key-invalid' })
    const state = this.#limits.get(providerName)?.take('everybody')
    if (state?.isExceeded !== true) return randomFate(trouble, chance)
    return failed({ kind: 'rate-limited', retryAfterSeconds: Math.ceil(state.resetMs / 1_000) })
  }
}

function failed(failure: RandomFailure): Fate {
  return { type: 'failed', failure, afterMs: 5, isCut: false }
}

function randomMood({ credentials }: Config['providers'][string], chance: Chance): ProviderMood {
  const fromMs = chance.integer(0, 20_000)
  const [, second] = credentials
  return {
    outage: chance.happens(0.25)
      ? { fromMs, untilMs: fromMs + chance.integer(1_000, 60_000), fate: chance.pick(OUTAGES) }
      : null,
    callsPerMinute: chance.happens(0.2) ? chance.integer(1, 5) : null,
    refusedSecret: chance.happens(0.2) ? (second?.value ?? null) : null,
  }
}

const OUTAGES: readonly Fate[] = [
  { type: 'refused', afterMs: 1 },
  { type: 'unconnected' },
  { type: 'silent', hasHead: false },
  failed({ kind: 'scripted', status: 503 }),
  failed({ kind: 'scripted', status: 500 }),
]

/** Gemini names the model in the path, the others in the body. */
function modelOf(path: string, named: unknown): string {
  return typeof named === 'string' ? named : (/models\/([^:]+):/.exec(path)?.[1] ?? '')
}
