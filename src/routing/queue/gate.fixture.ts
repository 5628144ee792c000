import { type EnterRequest, Gate, type GateSettings, type Outcome } from './gate.ts'
import type { Answer } from './ticket.ts'
import { VirtualTime } from './virtual-time.fixture.ts'

/** One request at once, two hundred in the queue, half a minute to wait. */
export const ONE_AT_ONCE: GateSettings = {
  concurrency: 1,
  rpm: null,
  tpm: null,
  queue: { lengthMax: { interactive: 200, batch: 200 }, tenantLengthMax: 100, batchShare: 0 },
  waitMsMax: { interactive: 30_000, batch: 30_000 },
}

/** A gate, its time, and what it said to whom. */
export class GateTrial {
  readonly time = new VirtualTime()
  readonly gate: Gate
  /** In the order in which they came. */
  readonly answers: [name: string, answer: Answer][] = []

  constructor(settings: Partial<GateSettings> = {}) {
    this.gate = new Gate({ ...ONE_AT_ONCE, ...settings }, this.time.setTimer)
  }

  /** Notes the answer under the tenant's name and hands it on, at once or when it comes. */
  enter(
    tenant: string,
    fields: Partial<EnterRequest> = {},
    onAnswer: (answer: Answer) => void = () => {},
  ): ReturnType<Gate['enter']> {
    const note = (answer: Answer) => {
      this.answers.push([tenant, answer])
      onAnswer(answer)
    }
    const entered = this.gate.enter({
      tenant,
      priority: 'interactive',
      cost: 1,
      deadlineAtMs: Number.POSITIVE_INFINITY,
      nowMs: this.time.nowMs,
      ...fields,
    })
    if (entered.type === 'waiting') entered.onAnswer(note)
    else note(entered)
    return entered
  }

  leave(fields: Partial<Outcome> = {}): void {
    this.gate.leave(
      { kind: 'ok', durationMs: 1_000, ttftMs: null, cost: 1, tokens: null, retryAfterMs: null, ...fields },
      this.time.nowMs,
    )
  }

  /** The names of those who were let in. */
  granted(): string[] {
    return this.answers.flatMap(([name, { type }]) => (type === 'granted' ? [name] : []))
  }

  refused(): [name: string, reason: string, retryAfterMs: number][] {
    return this.answers.flatMap(([name, answer]) =>
      answer.type === 'refused' ? [[name, answer.reason, answer.retryAfterMs]] : [],
    )
  }
}
