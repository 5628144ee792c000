import { Gate, type GateSettings } from './gate.ts'
import type { SetTimer } from './wake-up.ts'

/** The gates of one process, by name (a provider's, or a target's). They outlive a change of the configuration. */
export class Gates {
  readonly #setTimer: SetTimer
  readonly #gates = new Map<string, { readonly gate: Gate; settings: GateSettings }>()

  constructor(setTimer: SetTimer) {
    this.#setTimer = setTimer
  }

  /** Null: nothing limits it, and nothing is counted. */
  of(name: string): Gate | null {
    return this.#gates.get(name)?.gate ?? null
  }

  /** Those that are not named are dropped; who is in or waits there still gets through. */
  configure(settings: ReadonlyMap<string, GateSettings>, nowMs: number): void {
    for (const name of this.#gates.keys()) {
      if (!settings.has(name)) this.#gates.delete(name)
    }
    for (const [name, wanted] of settings) this.#configureOne(name, wanted, nowMs)
  }

  #configureOne(name: string, wanted: GateSettings, nowMs: number): void {
    const present = this.#gates.get(name)
    if (present === undefined) {
      this.#gates.set(name, { gate: new Gate(wanted, this.#setTimer), settings: wanted })
      return
    }
    // Settings are plain values. An adaptive limit should not learn anew because of some other provider's change.
    if (JSON.stringify(present.settings) === JSON.stringify(wanted)) return
    present.settings = wanted
    present.gate.configure(wanted, nowMs)
  }
}
