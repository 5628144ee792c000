import type { AlertConfig } from '../config/config.ts'
import type { Alert, AlertSink } from '../core/alert.ts'
import type { Clock, Log } from '../core/ports.ts'
import { signWebhook } from './sign-webhook.ts'
import type { WebhookSender } from './webhook-sender.ts'

/** An alert, as it was raised here. */
export interface RaisedAlert extends Alert {
  readonly id: string
  readonly timeMs: number
}

export interface AlertBoardOptions {
  /** Whom to tell of what, as the configuration in force has it. */
  receivers(): readonly AlertConfig[]
  readonly webhooks: WebhookSender
  readonly clock: Clock
  readonly log: Log
  newId(): string
}

/** Where every alert of this process comes together: it is logged, kept for a while, and sent to who wants it. */
export class AlertBoard implements AlertSink {
  readonly #options: AlertBoardOptions
  readonly #latest: RaisedAlert[] = []

  constructor(options: AlertBoardOptions) {
    this.#options = options
  }

  raise(alert: Alert): void {
    const { clock, log, newId } = this.#options
    const raised = { ...alert, id: newId(), timeMs: clock.now() }
    const { type, state, reason, from, to, subject } = alert
    const message =
      state === 'raised' ? 'A limit has been passed.' : 'What had passed a limit is within it again.'
    log.warn(message, { alert: type, ...subject, reason, from, to })
    this.#latest.push(raised)
    if (this.#latest.length > KEPT_MAX) this.#latest.shift()
    this.#send(raised)
  }

  /** Newest first, of the last `KEPT_MAX` since the start. */
  latest(): readonly RaisedAlert[] {
    return this.#latest.toReversed()
  }

  #send(alert: RaisedAlert): void {
    const { receivers, webhooks, log } = this.#options
    for (const { on, webhook, secret } of receivers()) {
      if (!on.includes(alert.type)) continue
      const message = { id: alert.id, timeMs: alert.timeMs, body: JSON.stringify(alertView(alert)) }
      const headers = signWebhook(message, secret)
      if (webhooks.send({ id: alert.id, url: new URL(webhook), headers, body: message.body })) continue
      log.warn('Too many webhooks wait; this alert is sent to nobody.', { id: alert.id, alert: alert.type })
    }
  }
}

export const KEPT_MAX = 1_000

/** As the API and webhooks show it. */
export function alertView({ id, timeMs, type, state, reason, from, to, subject }: RaisedAlert) {
  return { id, time: new Date(timeMs).toISOString(), type, state, reason, from, to, subject }
}
