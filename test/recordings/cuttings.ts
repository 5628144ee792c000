import type { Random } from '../../src/core/ports.ts'
import { seededRandom } from '../../src/routing/random.ts'
import { SseSplitter } from '../../src/wire/sse.ts'

/** One way in which the network may cut a stream. */
export interface Cutting {
  /** Names the seed where chance chose the cuts. */
  readonly name: string
  readonly pieces: Iterable<Buffer>
}

/** `seed` makes the random cuts the same again. */
export function* cuttings(bytes: Buffer, seed: string): Iterable<Cutting> {
  yield { name: 'in one piece', pieces: [bytes] }
  yield { name: 'by event', pieces: blocksOf([bytes]) }
  yield { name: 'by byte', pieces: cut(bytes, bytes.keys()) }
  for (const turn of [1, 2, 3]) {
    const own = `${seed} ${turn}`
    yield { name: `at random, seed "${own}"`, pieces: cut(bytes, randomCuts(bytes, seededRandom(own))) }
  }
}

/** In two, at every place inside a character of several bytes. */
export function* cuttingsInsideCharacters(bytes: Buffer): Iterable<Cutting> {
  for (const [at, byte] of bytes.entries()) {
    const isInside = (byte & 0b1100_0000) === 0b1000_0000
    if (isInside) yield { name: `inside a character, at byte ${at}`, pieces: cut(bytes, [at]) }
  }
}

/** The events of a stream, with their framing, as the gateway takes them from its pieces. */
export function blocksOf(pieces: Iterable<Buffer>): Buffer[] {
  const splitter = new SseSplitter()
  const blocks: Buffer[] = []
  for (const piece of pieces) blocks.push(...splitter.push(piece))
  const rest = splitter.end()
  return rest === null ? blocks : [...blocks, rest]
}

function* cut(bytes: Buffer, cuts: Iterable<number>): Iterable<Buffer> {
  let from = 0
  for (const to of cuts) {
    if (to > from) yield bytes.subarray(from, to)
    from = to
  }
  yield bytes.subarray(from)
}

/** Small pieces and large ones, so that frames are both torn and joined. */
function randomCuts(bytes: Buffer, random: Random): number[] {
  const cuts: number[] = []
  for (let at = 0; at < bytes.length; at += 1 + Math.floor(4096 ** random())) cuts.push(at)
  return cuts
}
