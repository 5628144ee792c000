import { setTimeout as sleep } from 'node:timers/promises'
import type { Felt } from '../../drill/felt.ts'
import { steadyLoad } from '../../drill/steady-load.ts'
import type { DrillTimes } from '../../drill/summary.ts'
import type { GatewayClient } from '../gateway-client.ts'
import { ask, type CallerOptions } from './caller.ts'
import type { DrillFlags, DrillOrder } from './drill-options.ts'

export interface Rehearsal {
  readonly client: GatewayClient
  readonly order: DrillOrder
  readonly flags: Pick<DrillFlags, 'rate' | 'before' | 'after'>
  /** Who asks, and on whose signal everything is called off. */
  readonly caller: CallerOptions
  /** A phase begins. */
  onPhase(phase: 'before' | 'during' | 'after'): void
  onFelt(felt: Felt): void
}

export interface Rehearsed {
  readonly felt: readonly Felt[]
  readonly times: DrillTimes
}

interface StartedDrill {
  readonly id: string
}

/**
 * Asks at a fixed rate before, while and after a provider fails. Whatever happens the drill is over when this settles:
 * it ends by itself, and is ended where this is called off or fails.
 */
export async function rehearse(rehearsal: Rehearsal): Promise<Rehearsed> {
  const { client, order, flags, caller, onPhase } = rehearsal
  const { monotonicMs, signal } = caller
  const callers = new Callers(rehearsal)
  const times = { provider: order.provider, startedAtMs: null, endedAtMs: null }
  onPhase('before')
  await callers.askFor(flags.before)
  if (signal.aborted) return { felt: await callers.everyAnswer(), times }

  const startedAtMs = monotonicMs()
  const drill = await client.send<StartedDrill>('POST', DRILLS, order)
  const endsAtMs = monotonicMs() + order.for_ms
  try {
    onPhase('during')
    await callers.askFor(endsAtMs - monotonicMs())
  } finally {
    if (monotonicMs() < endsAtMs) await endDrill(client, drill)
  }
  const endedAtMs = monotonicMs()
  if (!signal.aborted) {
    onPhase('after')
    await callers.askFor(flags.after)
  }
  return { felt: await callers.everyAnswer(), times: { ...times, startedAtMs, endedAtMs } }
}

const DRILLS = '/admin/v1/drills'

async function endDrill(client: GatewayClient, { id }: StartedDrill): Promise<void> {
  try {
    await client.send('DELETE', `${DRILLS}/${encodeURIComponent(id)}`)
  } catch (error) {
    // It may have ended by itself in this very moment.
    const on = await client.list<StartedDrill>(DRILLS, Number.POSITIVE_INFINITY)
    if (on.some((each) => each.id === id)) throw error
  }
}

/** Those who ask, each without waiting for the others. */
class Callers {
  readonly #rehearsal: Rehearsal
  readonly #felt: Felt[] = []
  readonly #underway = new Set<Promise<void>>()

  constructor(rehearsal: Rehearsal) {
    this.#rehearsal = rehearsal
  }

  async askFor(forMs: number): Promise<void> {
    const { caller, flags } = this.#rehearsal
    const { monotonicMs, signal } = caller
    const begin = () => this.#begin()
    await steadyLoad({ perSecond: flags.rate, forMs, begin }, { monotonicMs, wait }, signal)
  }

  async everyAnswer(): Promise<readonly Felt[]> {
    await Promise.all(this.#underway)
    return this.#felt.sort((one, other) => one.startedAtMs - other.startedAtMs)
  }

  #begin(): void {
    const asking = ask(this.#rehearsal.caller).then((felt) => {
      this.#underway.delete(asking)
      if (felt === null) return
      this.#felt.push(felt)
      this.#rehearsal.onFelt(felt)
    })
    this.#underway.add(asking)
  }
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  // Called off is no failure: whoever waits looks at the signal.
  await sleep(Math.max(0, ms), undefined, { signal }).catch(() => {})
}
