import { Worker } from 'node:worker_threads'
import { GatewayError } from '../core/error.ts'
import type { Log } from '../core/ports.ts'
import type { OnChange } from './changes.ts'
import type { Call, FromWorker, StoreMethod, ToWorker, WireError } from './worker-protocol.ts'
import type { Store } from './store.ts'

const RESTARTS_MAX = 5
const RESTART_DELAY_MS = 200
/** A worker that has lived so long has not crashed at its start: the count begins anew. */
const HEALTHY_AFTER_MS = 60_000

export interface LinkOptions {
  readonly startWorker: (isFirst: boolean) => Worker
  readonly callTimeoutMs: number
  readonly callsMax: number
  readonly log: Log
  /** A worker is ready, the first or a later one. */
  readonly onReady: (position: number) => void
  readonly onReached: (position: number) => void
  readonly onChange: OnChange
}

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: GatewayError) => void
  readonly timer: NodeJS.Timeout
}

/** One worker at a time, the calls it owes an answer to, and its replacement when it crashes. */
export class WorkerLink {
  readonly #options: LinkOptions
  readonly #pending = new Map<number, Pending>()
  #worker: Worker | null = null
  #state: 'starting' | 'ready' | 'down' = 'starting'
  /** Before the first worker was ready, its failure is the failure of `start`. */
  #hasStarted = false
  #isClosing = false
  #nextId = 1
  #restarts = 0
  #recentCrashes = 0

  constructor(options: LinkOptions) {
    this.#options = options
  }

  get state(): 'starting' | 'ready' | 'down' {
    return this.#state
  }

  get restarts(): number {
    return this.#restarts
  }

  /** Resolves when the first worker is ready; rejects, for good, where it cannot start. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = this.#spawn(true)
      worker.once('error', reject)
      worker.once('exit', () => reject(unavailable('The store stopped before it was ready.')))
      worker.on('message', (message: FromWorker) => {
        if (message.type === 'ready') resolve()
      })
    })
  }

  post(message: ToWorker): void {
    if (this.#state === 'ready') this.#worker?.postMessage(message)
  }

  call<Method extends StoreMethod>(
    method: Method,
    ...args: Parameters<Store[Method]>
  ): ReturnType<Store[Method]> {
    const answer = new Promise((resolve, reject: (error: GatewayError) => void) => {
      if (this.#state !== 'ready') return reject(unavailable('The store is not running.'))
      if (this.#pending.size >= this.#options.callsMax) return reject(unavailable('The store is too busy.'))
      const id = this.#nextId++
      const timer = setTimeout(
        () => this.#take(id)?.reject(unavailable('The store did not answer in time.')),
        this.#options.callTimeoutMs,
      )
      this.#pending.set(id, { resolve, reject, timer })
      this.post({ type: 'call', id, method, args } as Call) // Method and arguments are one by the signature above.
    })
    return answer as ReturnType<Store[Method]> // The worker answers with what this very method returned.
  }

  /** Ends the worker. Whatever is still owed an answer fails. */
  async close(): Promise<void> {
    this.#isClosing = true
    const worker = this.#worker
    if (worker === null) return
    const exited = new Promise((resolve) => worker.once('exit', resolve))
    await this.call('close').catch(() => worker.terminate())
    await exited
  }

  #spawn(isFirst: boolean): Worker {
    const worker = this.#options.startWorker(isFirst)
    const startedMs = performance.now()
    this.#worker = worker
    this.#state = 'starting'
    worker.on('message', (message: FromWorker) => this.#receive(message))
    worker.on('error', (error) => {
      if (this.#hasStarted) this.#options.log.error('The store crashed.', { error: String(error) })
    })
    worker.on('exit', () => this.#exited(performance.now() - startedMs))
    return worker
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'ready':
        this.#state = 'ready'
        this.#hasStarted = true
        this.#options.onReady(message.position)
        return
      case 'reached':
        this.#options.onReached(message.position)
        return
      case 'changed':
        this.#options.onChange(message.change)
        return
      case 'result':
        this.#take(message.id)?.resolve(message.value)
        return
      case 'failure':
        this.#take(message.id)?.reject(fromWire(message.error))
        return
      case 'log':
        this.#options.log[message.level](message.message, message.fields)
        return
    }
  }

  #exited(livedMs: number): void {
    this.#worker = null
    this.#state = 'down'
    for (const id of this.#pending.keys()) this.#take(id)?.reject(unavailable('The store has stopped.'))
    if (this.#isClosing || !this.#hasStarted) return
    this.#recentCrashes = livedMs > HEALTHY_AFTER_MS ? 1 : this.#recentCrashes + 1
    if (this.#recentCrashes > RESTARTS_MAX) {
      this.#options.log.error('The store keeps crashing and is not started again.')
      return
    }
    this.#state = 'starting'
    this.#restarts++
    setTimeout(() => {
      if (!this.#isClosing) this.#spawn(false)
    }, RESTART_DELAY_MS * this.#recentCrashes)
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    if (pending === undefined) return undefined // It came too late.
    clearTimeout(pending.timer)
    this.#pending.delete(id)
    return pending
  }
}

function unavailable(message: string): GatewayError {
  return new GatewayError('store_unavailable', message)
}

function fromWire({ code, message, param }: WireError): GatewayError {
  return new GatewayError(code, message, param === null ? {} : { param })
}
