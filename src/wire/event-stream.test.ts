import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CORPORA, corpusJson, hasCorpora } from '../../test/corpora.ts'
import { FramingError } from '../core/framing.ts'
import { EVENT_STREAM, readMessage } from './event-stream.ts'

const files = (folder: string) => (hasCorpora ? readdirSync(`${CORPORA}eventstream/${folder}`).sort() : [])
const bytesOf = (path: string) => readFileSync(`${CORPORA}eventstream/${path}`)

describe.skipIf(!hasCorpora)('the vectors of Smithy', () => {
  const vectors = files('smithy-rs')

  test.each(vectors.filter((name) => name.startsWith('valid')))('%s', (name) => {
    const bytes = bytesOf(`smithy-rs/${name}`)
    const { headers, payload } = readMessage(bytes)
    expect(headers.size > 0).toBe(name !== 'valid_no_headers')
    expect(payload.length > 0).toBe(name !== 'valid_empty_payload')
    expect(EVENT_STREAM.createSplitter().push(bytes)).toEqual([bytes])
  })

  test.each(vectors.filter((name) => name.startsWith('invalid')))('%s', (name) => {
    expect(() => readMessage(bytesOf(`smithy-rs/${name}`))).toThrow(FramingError)
  })
})

describe.skipIf(!hasCorpora)('recorded streams', () => {
  test.each(files('bedrock-recorded').filter((name) => name.endsWith('.bin')))('%s', (name) => {
    const path = `bedrock-recorded/${name}`
    const wanted = corpusJson(`eventstream/${path.replace('.bin', '.decoded.json')}`) as readonly {
      headers: Record<string, string>
      payload: unknown
    }[] // It is ours to trust: it describes the bytes.
    for (const size of [1, 7, 1000, 1 << 20]) {
      const frames = split(bytesOf(path), size)
      expect(frames.map((frame) => frame?.event)).toEqual(wanted.map(({ headers }) => headers[':event-type']))
      expect(frames.map((frame) => JSON.parse(frame?.data ?? 'null'))).toEqual(
        wanted.map(({ payload }) => payload),
      )
    }
  })

  test('a byte that was changed anywhere is noticed', () => {
    const [name = ''] = files('bedrock-recorded').filter((each) => each.endsWith('.bin'))
    const bytes = bytesOf(`bedrock-recorded/${name}`)
    const first = EVENT_STREAM.createSplitter().push(bytes)[0] ?? Buffer.alloc(0)
    for (let place = 0; place < first.length; place++) {
      const changed = Buffer.from(first)
      changed[place] = (changed[place] ?? 0) ^ 1
      expect(() => readMessage(changed), `byte ${place}`).toThrow(FramingError)
    }
  })
})

function split(bytes: Buffer, size: number) {
  const splitter = EVENT_STREAM.createSplitter()
  const blocks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) blocks.push(...splitter.push(bytes.subarray(at, at + size)))
  return blocks.map(EVENT_STREAM.read)
}
