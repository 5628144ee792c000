import { type AddressInfo, createServer, type Socket } from 'node:net'
import { STREAM_END, STREAM_EVENTS, STREAM_HEAD, streamedAnswer, wholeAnswer } from './answers.ts'

/**
 * A provider that costs almost nothing: prepared bytes on a plain socket, so that the processor is left to what is
 * measured. It reads of a request only where it ends, whether it asks for a stream, and whether for a paced one.
 * Tells its parent the port, and ends with it.
 */
const WHOLE = wholeAnswer('bench')
const BURST = [...streamedAnswer('bench', STREAM_EVENTS), STREAM_END]

function answer(socket: Socket, request: Buffer): void {
  if (!request.includes('"stream":true')) {
    socket.write(WHOLE)
    return
  }
  socket.write(STREAM_HEAD)
  const paced = /"model":"bench-paced-(\d+)"/.exec(request.toString('latin1'))?.[1]
  if (paced !== undefined) return pace(socket, Number(paced))
  // Each event is a write of its own, as providers send them.
  for (const event of BURST) socket.write(event)
}

/** One event a second. */
function pace(socket: Socket, events: number): void {
  const pieces = streamedAnswer('bench-paced', events)
  let next = 0
  const timer = setInterval(() => {
    const piece = pieces[next++]
    if (piece !== undefined) socket.write(piece)
    if (next < pieces.length) return
    clearInterval(timer)
    socket.write(STREAM_END)
  }, 1_000)
  socket.on('close', () => clearInterval(timer))
}

/** The bytes of the first request in these, or null while it is not whole. No request comes in chunks here. */
function requestIn(bytes: Buffer): Buffer | null {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd === -1) return null
  const length = /\r\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', 0, headEnd))?.[1]
  if (length === undefined) throw new Error('A request without a length.')
  const end = headEnd + 4 + Number(length)
  return bytes.length < end ? null : bytes.subarray(0, end)
}

const EMPTY = Buffer.alloc(0)

const server = createServer({ noDelay: true }, (socket) => {
  let rest: Buffer = EMPTY
  socket.on('error', () => socket.destroy())
  socket.on('data', (bytes: Buffer) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    for (let request = requestIn(rest); request !== null; request = requestIn(rest)) {
      rest = rest.subarray(request.length)
      answer(socket, request)
    }
  })
})
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port) // It listens on a port, not on a path.
})
process.on('disconnect', () => process.exit())
