import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { seededRandom } from '../../simulator/seeded.ts'
import { parseJsonObject } from '../../src/core/json.ts'
import type { Recording } from '../recordings.ts'

/** How the bytes of an answer are cut on their way: not at all, or at seeded places, one of them inside a character. */
export type Chunking = 'whole' | 'random'

export interface ReplayUpstream {
  readonly url: string
  close(): Promise<void>
}

/** The name under which a recording is asked for. */
export function replayModel(place: number, chunking: Chunking): string {
  return `r${place}.${chunking}`
}

/** A provider that has said it all before: answers with the status, type and bytes that were recorded. */
export async function startReplayUpstream(recordings: readonly Recording[]): Promise<ReplayUpstream> {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = parseJsonObject(await readText(request))
    // Gemini's model is in the path, the others' in the body.
    const named = /r(\d+)\.(whole|random)/.exec(`${request.url} ${String(body?.model)}`)
    const recording = recordings[Number(named?.[1])]
    if (recording === undefined) response.writeHead(404).end()
    else await replay(recording, named?.[2] === 'random', response)
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // It listens on TCP.
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function replay(recording: Recording, isCut: boolean, response: ServerResponse): Promise<void> {
  const { id, body, bytes, headers } = recording
  const all = bytes ?? Buffer.from(JSON.stringify(body))
  const usual = bytes === null ? 'application/json' : 'text/event-stream'
  response.writeHead(recording.status, { 'content-type': headers['content-type'] ?? usual })
  const cuts = isCut ? cutsOf(all, id) : []
  for (const [place, from] of [0, ...cuts].entries()) {
    response.write(all.subarray(from, cuts[place] ?? all.length))
    // Node joins all that is written in one turn.
    await new Promise((resolve) => setImmediate(resolve))
  }
  response.end()
}

const CUTS = 12

function cutsOf(bytes: Buffer, seed: string): number[] {
  const random = seededRandom(seed)
  const cuts = Array.from({ length: CUTS }, () => 1 + Math.floor(random() * (bytes.length - 1)))
  const inCharacter = bytes.findIndex((byte) => (byte & 0xc0) === 0x80)
  return [...new Set(inCharacter === -1 ? cuts : [...cuts, inCharacter])].sort((a, b) => a - b)
}
