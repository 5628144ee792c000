import { connect, type Socket } from 'node:net'
import { ResponseReader } from './response-reader.ts'

/** Null: the answer was 200 and whole. Else what was wrong. */
export type Outcome = string | null

/** One keep-alive connection, for one request at a time. It opens with the first, and again after a failure. */
export class Connection {
  readonly #port: number
  readonly #events: number
  #socket: Socket | null = null
  #reader = new ResponseReader()
  #done: ((outcome: Outcome) => void) | null = null

  /** `events`: how many server-sent events a whole answer has. */
  constructor(port: number, events: number) {
    this.#port = port
    this.#events = events
  }

  send(request: Buffer, done: (outcome: Outcome) => void): void {
    this.#done = done
    this.#reader = new ResponseReader()
    this.#socket ??= this.#open()
    this.#socket.write(request)
  }

  close(): void {
    this.#socket?.destroy()
  }

  #open(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true })
    socket.on('data', (bytes: Buffer) => this.#receive(bytes))
    socket.on('error', (error: NodeJS.ErrnoException) => this.#lost(error.code ?? error.message))
    socket.on('close', () => this.#lost('closed'))
    return socket
  }

  #receive(bytes: Buffer): void {
    try {
      if (!this.#reader.push(bytes)) return
    } catch (error) {
      this.#socket?.destroy()
      return this.#lost(String(error))
    }
    const { status, events } = this.#reader
    if (status !== 200) this.#end(`status ${status}`)
    else this.#end(events === this.#events ? null : `${events} events instead of ${this.#events}`)
  }

  #lost(reason: string): void {
    this.#socket = null
    this.#end(reason)
  }

  #end(outcome: Outcome): void {
    const done = this.#done
    this.#done = null
    done?.(outcome)
  }
}
