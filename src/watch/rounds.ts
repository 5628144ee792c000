import type { CanaryConfig } from '../config/config.ts'
import type { Dialect } from '../core/dialect.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { Snapshot } from '../gateway/snapshot.ts'
import type { Route } from '../routing/route.ts'
import type { Target } from '../routing/target.ts'
import type { CanaryResults } from './canary-results.ts'
import { isExpected } from './expected.ts'
import { askOf } from './own-request.ts'

/** Something to ask a target now and then. */
interface Errand {
  readonly key: string
  readonly everyMs: number
  run(): Promise<void>
}

/**
 * What the gateway asks of its own accord: standby targets, whether they are ready, and all targets of a route its
 * canaries. `look` is called about once a second and begins what is due; the first time comes somewhere within the
 * first interval, so that not everything is asked at once.
 */
export class Rounds {
  readonly #gateway: Gateway
  readonly #dialect: Dialect
  readonly #results: CanaryResults
  #planned: { readonly snapshot: Snapshot; readonly errands: readonly Errand[] } | null = null
  /** By the key of the errand, on the monotonic clock. */
  #dueMs = new Map<string, number>()
  readonly #running = new Set<string>()

  /** `dialect` is OpenAI's. */
  constructor(gateway: Gateway, dialect: Dialect, results: CanaryResults) {
    this.#gateway = gateway
    this.#dialect = dialect
    this.#results = results
  }

  look(): void {
    const nowMs = this.#gateway.clock.monotonicMs()
    for (const errand of this.#errands(nowMs)) {
      if (this.#running.size >= RUNNING_MAX) return
      if ((this.#dueMs.get(errand.key) ?? 0) > nowMs || this.#running.has(errand.key)) continue
      this.#dueMs.set(errand.key, nowMs + errand.everyMs)
      this.#running.add(errand.key)
      void errand.run().finally(() => this.#running.delete(errand.key))
    }
  }

  #errands(nowMs: number): readonly Errand[] {
    const snapshot = this.#gateway.snapshot()
    if (this.#planned?.snapshot === snapshot) return this.#planned.errands
    const errands = [...snapshot.routes.values()].flatMap((route) => [
      ...this.#probes(route),
      ...this.#canaries(route),
    ])
    this.#planned = { snapshot, errands }
    const before = this.#dueMs
    const dueMs = ({ everyMs }: Errand) => nowMs + everyMs * this.#gateway.random()
    this.#dueMs = new Map(errands.map((errand) => [errand.key, before.get(errand.key) ?? dueMs(errand)]))
    this.#results.keep(
      new Set([...snapshot.routes.values()].flatMap(({ targets }) => targets.map(({ id }) => id))),
    )
    return errands
  }

  #probes({ name, targets, standbyProbeMs }: Route): Errand[] {
    if (standbyProbeMs === null) return []
    return targets
      .filter(({ isStandby }) => isStandby)
      .map(({ id }) => ({
        key: `probe ${name} ${id}`,
        everyMs: standbyProbeMs,
        run: async () => {
          const question = {
            model: name,
            targetId: id,
            prompt: PROBE_PROMPT,
            maxTokens: PROBE_TOKENS,
          } as const
          await askOf({ ...question, tag: 'standby-probe' }, this.#dialect, this.#gateway)
        },
      }))
  }

  #canaries(route: Route): Errand[] {
    return route.canaries.flatMap((canary, index) =>
      route.targets.map((target) => ({
        key: `canary ${route.name} ${index} ${target.id}`,
        everyMs: canary.everyMs,
        run: () => this.#ask(canary, route, target),
      })),
    )
  }

  async #ask({ prompt, maxTokens, expect }: CanaryConfig, { name }: Route, { id }: Target): Promise<void> {
    const question = { model: name, targetId: id, prompt, maxTokens, tag: 'canary' } as const
    const answer = await askOf(question, this.#dialect, this.#gateway)
    if (answer === null) return // Not to answer is ill health, and counts as such.
    const isPassed = isExpected(answer, expect)
    this.#results.add(id, isPassed)
    const { health, clock } = this.#gateway
    health.observeQuality(id, isPassed ? 1 : 0, 1, clock.monotonicMs())
  }
}

/** Of errands at once; the others wait for the next look. */
const RUNNING_MAX = 8
const PROBE_PROMPT = 'Say ready.'
/** Some models refuse to answer in fewer. */
const PROBE_TOKENS = 16
