import { BadResponse } from './bad-response.ts'
import { ResponseParser } from './response-parser.ts'

/** All that a parser made of one response. */
export interface Reading {
  status: number
  headers: Readonly<Record<string, unknown>>
  text: string
  ending: 'complete' | 'incomplete' | BadResponse['code']
  isReusable: boolean
}

/** Reads these pieces with a parser, from the one room into which a socket would read them. */
export function readResponse(
  pieces: readonly Buffer[],
  { parser = new ResponseParser(), closes = false }: { parser?: ResponseParser; closes?: boolean } = {},
): Reading {
  const reading: Reading = { status: 0, headers: {}, text: '', ending: 'incomplete', isReusable: false }
  const room = Buffer.alloc(Math.max(1, ...pieces.map(({ length }) => length)))
  const payloads: Buffer[] = []
  const note = () => {
    const { head, payload, isComplete, isReusable } = parser
    if (head !== null) Object.assign(reading, { status: head.status, headers: { ...head.headers } })
    if (payload !== null) payloads.push(payload)
    if (isComplete) Object.assign(reading, { ending: 'complete', isReusable })
  }
  try {
    for (const piece of pieces) {
      // A connection stops reading here too, and what came behind the end speaks against it.
      if (reading.ending === 'complete') {
        reading.isReusable = false
        break
      }
      piece.copy(room)
      parser.read(room, piece.length)
      note()
    }
    if (closes && reading.ending === 'incomplete') {
      parser.close()
      note()
    }
  } catch (error) {
    if (!(error instanceof BadResponse)) throw error
    reading.ending = error.code
  }
  return { ...reading, text: Buffer.concat(payloads).toString('latin1') }
}

/** The bytes in pieces that end at these places. */
export function cutAt(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const ends = [...new Set([...places, bytes.length])].sort((a, b) => a - b)
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
}
