import type { ServerResponse } from 'node:http'
import type { Frame } from './answer.ts'
import type { RequestRow } from './books.ts'
import type { Fault } from './fault.ts'
import type { Outlet } from './outlet.ts'

/** One answer on its way out. */
export interface Shipment {
  readonly response: ServerResponse
  readonly outlet: Outlet
  readonly row: RequestRow
  readonly fault: Fault
  /** Called with the tokens of each piece once it has been handed to the socket. */
  bill(tokens: number): void
}

/** Sends a whole body, after the wait that the fault asks for. */
export function deliverBody(
  { response, outlet, row, fault, bill }: Shipment,
  head: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  body: string,
  tokens: number,
): void {
  const text = fault.malformed === undefined ? body : half(body)
  const send = () => {
    row.status = head.status
    const length = { 'content-length': String(Buffer.byteLength(text)) }
    response.writeHead(head.status, { ...head.headers, ...length })
    if (fault.cutBytes === undefined && fault.split === undefined) {
      row.bytesSent += Buffer.byteLength(text)
      response.end(text)
    } else {
      outlet.write(text)
      outlet.end()
    }
    bill(tokens)
  }
  if (fault.firstTokenMs === undefined) return send()
  const timer = setTimeout(send, fault.firstTokenMs)
  response.once('close', () => clearTimeout(timer))
}

/** Sends the events of a stream one after the other, and misbehaves at the places the fault names. */
export class StreamDelivery {
  readonly #shipment: Shipment
  readonly #frames: Iterator<Frame>
  /** The format's event for an error in the midst. */
  readonly #errorText: string
  #hasStalled = false
  #isGone = false
  #timer: NodeJS.Timeout | null = null

  constructor(shipment: Shipment, frames: Iterator<Frame>, errorText: string) {
    this.#shipment = shipment
    this.#frames = frames
    this.#errorText = errorText
  }

  /** The head goes out at once: a provider that accepts a stream says so before it thinks. */
  start(headers: Readonly<Record<string, string>>): void {
    const { response, row, fault } = this.#shipment
    row.status = 200
    response.writeHead(200, headers)
    response.once('close', () => {
      this.#isGone = true
      if (this.#timer !== null) clearTimeout(this.#timer)
    })
    if (fault.firstTokenMs === undefined) return this.#run()
    response.flushHeaders()
    this.#wait(fault.firstTokenMs)
  }

  readonly #run = (): void => {
    const { outlet, fault } = this.#shipment
    while (!this.#isGone) {
      if (!outlet.isReady) return outlet.onceReady(this.#run)
      if (!this.#next()) return
      if (fault.paceMs !== undefined) return this.#wait(fault.paceMs)
    }
  }

  /** Sends one event. False: the stream is over, or waits. */
  #next(): boolean {
    const { outlet, row, fault, bill } = this.#shipment
    if (row.events === fault.cutEvents) return this.#over(() => outlet.cut())
    if (row.events === fault.streamError) {
      outlet.write(this.#errorText)
      return this.#over(() => outlet.end())
    }
    if (row.events === fault.stallEvents && !this.#hasStalled) {
      this.#hasStalled = true
      this.#wait(fault.stallMs ?? STALL_MS)
      return false
    }
    const next = this.#frames.next()
    if (next.done === true || (next.value.isTerminator && fault.noTerminator === true)) {
      return this.#over(() => outlet.end())
    }
    outlet.write(row.events === fault.malformed ? `${half(next.value.text)}\n\n` : next.value.text)
    row.events++
    bill(next.value.tokens)
    return !outlet.isClosed
  }

  #over(finish: () => void): false {
    finish()
    return false
  }

  #wait(ms: number): void {
    // A timer of 0 would wait a whole millisecond.
    if (ms === 0) setImmediate(this.#run)
    else this.#timer = setTimeout(this.#run, ms)
  }
}

const STALL_MS = 60_000

/** JSON cut in the middle never parses. */
function half(text: string): string {
  return text.slice(0, Math.floor(text.length / 2))
}
