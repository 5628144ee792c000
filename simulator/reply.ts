import type { ServerResponse } from 'node:http'
import type { JsonObject } from '../src/core/json.ts'
import type { Answer } from './answer.ts'
import type { RequestRow } from './books.ts'
import { deliverBody, type Shipment, StreamDelivery } from './delivery.ts'
import { Failure } from './failure.ts'
import type { Fault } from './fault.ts'
import type { Format } from './formats/format.ts'
import type { House } from './house.ts'
import { Outlet } from './outlet.ts'
import type { ServiceAnswer } from './services/service.ts'

/** Says one thing to the client, in the route's wire format, and as badly as the fault wants it. */
export class Reply {
  readonly #response: ServerResponse
  readonly #row: RequestRow
  readonly #house: House
  readonly #format: Format
  readonly #requestId: string
  readonly #headers: Record<string, string>
  #fault: Fault = {}
  #outlet: Outlet

  constructor(response: ServerResponse, row: RequestRow, house: House, format: Format) {
    this.#response = response
    this.#row = row
    this.#house = house
    this.#format = format
    this.#requestId = house.makeId('req_', 24)
    this.#headers = format.headers(this.#requestId)
    this.#outlet = this.#createOutlet()
  }

  /** From here on, whatever is said suffers this fault. */
  suffer(fault: Fault): void {
    this.#fault = fault
    this.#outlet = this.#createOutlet()
  }

  addHeaders(headers: Readonly<Record<string, string>>): void {
    Object.assign(this.#headers, headers)
  }

  /** The connection was broken from this side. */
  get isCut(): boolean {
    return this.#outlet.isCut
  }

  reset(): void {
    this.#outlet.reset()
  }

  json(body: JsonObject): void {
    deliverBody(this.#shipment(free), this.#head(200), JSON.stringify(body), 0)
  }

  /** An answer of something beside chat. */
  served({ body, stream, tokens }: ServiceAnswer): void {
    const { books } = this.#house
    if (stream !== undefined) {
      books.billInput(this.#row, tokens)
      return this.#pour(stream)
    }
    const bill = () => books.billInput(this.#row, tokens)
    deliverBody(this.#shipment(bill), this.#head(200), JSON.stringify(body), 0)
  }

  /** What a proxy in between says when it gets nothing from the provider. */
  page(status: number): void {
    const title = `${status} Bad Gateway`
    const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body><h1>${title}</h1></body>\r\n</html>\r\n`
    deliverBody(this.#shipment(free), this.#head(status, 'text/html'), page, 0)
  }

  refuse(failure: Failure): void {
    const { status, headers, body } = this.#format.renderFailure(failure, this.#requestId)
    const head = this.#head(status)
    const all = { status, headers: { ...head.headers, ...headers } }
    deliverBody(this.#shipment(free), all, JSON.stringify(body), 0)
  }

  unary(answer: Answer): void {
    // An error with status 200 is all that is said then, and costs nothing.
    if (this.#fault.streamError !== undefined) {
      return this.json(this.#format.renderFailure(new Failure('scripted'), this.#requestId).body)
    }
    const { books } = this.#house
    const shipment = this.#shipment((tokens) => {
      books.billInput(this.#row, answer.tokens.input)
      books.billOutput(this.#row, tokens)
    })
    deliverBody(shipment, this.#head(200), this.#format.renderAnswer(answer), answer.tokens.output)
  }

  stream(answer: Answer): void {
    const { books } = this.#house
    books.billInput(this.#row, answer.tokens.input)
    const shipment = this.#shipment((tokens) => books.billOutput(this.#row, tokens))
    const frames = this.#format.renderStream(answer)
    const delivery = new StreamDelivery(shipment, frames, this.#format.renderStreamFailure())
    const { headers } = this.#head(200, this.#format.contentType.stream)
    delivery.start({ ...headers, 'cache-control': 'no-cache' })
  }

  /** Piece by piece, each in a turn of its own; where a fault cuts it, without a proper end. */
  #pour({ contentType, pieces }: NonNullable<ServiceAnswer['stream']>): void {
    const { status, headers } = this.#head(200, contentType)
    this.#row.status = status
    this.#response.writeHead(status, headers)
    const cutAt = this.#fault.cutBytes === undefined ? pieces.length : Math.floor(pieces.length / 2)
    const next = (place: number) => {
      const piece = pieces[place]
      if (place >= cutAt && cutAt < pieces.length) return this.#outlet.cut()
      if (piece === undefined) return this.#response.end()
      this.#row.bytesSent += piece.length
      if (this.#response.write(piece)) setImmediate(next, place + 1)
      else this.#response.once('drain', () => next(place + 1))
    }
    next(0)
  }

  #createOutlet(): Outlet {
    return new Outlet(this.#response, this.#fault, this.#row, this.#house.random)
  }

  #head(status: number, type = this.#format.contentType.unary) {
    return { status, headers: { ...this.#headers, 'content-type': this.#fault.contentType ?? type } }
  }

  #shipment(bill: Shipment['bill']): Shipment {
    return { response: this.#response, outlet: this.#outlet, row: this.#row, fault: this.#fault, bill }
  }
}

/** Bills nothing. */
function free(): void {}
