import type { AlertSink } from '../core/alert.ts'
import type { Health } from '../routing/health.ts'

/** Tells when a provider is down and when it is back: when none of its targets that were tried would be asked now. */
export class ProvidersDown {
  readonly #alerts: AlertSink
  readonly #down = new Set<string>()

  constructor(alerts: AlertSink) {
    this.#alerts = alerts
  }

  look(health: Pick<Health, 'targetIds' | 'standing'>, nowMs: number): void {
    const isUp = new Map<string, boolean>()
    for (const id of health.targetIds()) {
      const provider = id.slice(0, id.indexOf('/'))
      const { type } = health.standing(id, nowMs)
      const isOut = type === 'open' || type === 'refused'
      isUp.set(provider, (isUp.get(provider) ?? false) || !isOut)
    }
    for (const [provider, isIt] of isUp) {
      // A target whose pause is over is about to be tried, which is not yet to be back.
      if (isIt === !this.#down.has(provider) || (isIt && this.#isOnTrial(provider, health, nowMs))) continue
      if (isIt) this.#down.delete(provider)
      else this.#down.add(provider)
      this.#tell(provider, isIt)
    }
  }

  #isOnTrial(provider: string, health: Pick<Health, 'targetIds' | 'standing'>, nowMs: number): boolean {
    const own = health.targetIds().filter((id) => id.startsWith(`${provider}/`))
    return own.every((id) => health.standing(id, nowMs).type !== 'ready')
  }

  #tell(provider: string, isUp: boolean): void {
    this.#alerts.raise({
      type: 'provider_down',
      state: isUp ? 'cleared' : 'raised',
      reason: isUp ? 'answers-again' : 'no-target-left',
      from: null,
      to: null,
      subject: { provider },
    })
  }
}
