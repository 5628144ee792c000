import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { crc32 } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closeEntry, idOf, readAll, readIds } from './journal.fixture.ts'
import { Journal } from './journal.ts'
import { readJournal } from './journal-reader.ts'
import { listSegments, positionAt, segmentPath } from './journal-segments.ts'
import { type SegmentFiles, SYSTEM_FILES } from './segment-writer.ts'

let directory = ''

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'journal-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true })
})

/** Writes three entries into segment 1; returns its bytes and where each entry ends. */
function writeThree(): { bytes: Buffer; ends: number[] } {
  const journal = new Journal({ directory })
  journal.append({ type: 'progress', id: 'a', timeMs: 1, outputTokens: 2 })
  journal.append(closeEntry('b', 'request', 'response'))
  journal.append({ type: 'progress', id: 'c', timeMs: 3, outputTokens: 4 })
  journal.close()
  const ends: number[] = []
  readJournal(directory, 0, (_, next) => ends.push(next - positionAt(1, 0)))
  return { bytes: readFileSync(segmentPath(directory, 1)), ends }
}

function ids(): string[] {
  return readIds(directory)
}

describe('a file cut off at any byte', () => {
  test('gives every whole entry and stops cleanly; opened again, it goes on', () => {
    const { bytes, ends } = writeThree()
    for (let length = 0; length <= bytes.length; length++) {
      rmSync(directory, { recursive: true })
      const whole = ends.filter((end) => end <= length).length
      const end = ends[whole - 1] ?? 0
      new Journal({ directory }).close()
      writeFileSync(segmentPath(directory, 1), bytes.subarray(0, length))

      let seen = 0
      const result = readJournal(directory, 0, () => void seen++)
      expect(seen).toBe(whole)
      expect(result).toEqual({ position: positionAt(1, end), isTorn: length > end, corrupt: [] })

      const journal = new Journal({ directory })
      expect(journal.tornBytes).toBe(length - end)
      journal.append(closeEntry('next'))
      journal.close()
      expect(ids()).toEqual([...['a', 'b', 'c'].slice(0, whole), 'next'])
    }
  })
})

describe('a file with any byte changed', () => {
  test('gives the entries before the damage, and none that is not as it was written', () => {
    const { bytes, ends } = writeThree()
    const intact = readAll(directory)
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] ?? 0) ^ 0x41
      writeFileSync(segmentPath(directory, 1), damaged)
      const before = ends.filter((end) => end <= at).length
      expect(readAll(directory)).toEqual(intact.slice(0, before))
    }
  })

  test('is told as corruption when other segments follow, and these are read', () => {
    const { bytes, ends } = writeThree()
    const journal = new Journal({ directory })
    journal.append(closeEntry('next'))
    journal.close()
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] ?? 0) ^ 0x41
      writeFileSync(segmentPath(directory, 1), damaged)
      const before = ends.filter((end) => end <= at).length
      const seen: string[] = []
      const result = readJournal(directory, 0, (entry) => seen.push(idOf(entry)))
      expect(seen).toEqual([...['a', 'b', 'c'].slice(0, before), 'next'])
      expect(result.corrupt).toEqual([positionAt(1, ends[before - 1] ?? 0)])
      expect(result.isTorn).toBe(false)
    }
  })
})

test('zeros at the end, as a power failure leaves them, are a torn tail', () => {
  const { bytes } = writeThree()
  writeFileSync(segmentPath(directory, 1), Buffer.concat([bytes, Buffer.alloc(4096)]))
  expect(ids()).toEqual(['a', 'b', 'c'])
  const journal = new Journal({ directory })
  expect(journal.tornBytes).toBe(4096)
  journal.close()
})

test('a saved position behind a segment that has become shorter hides nothing that is written later', () => {
  const { bytes, ends } = writeThree()
  writeFileSync(segmentPath(directory, 1), bytes.subarray(0, ends[0]))
  const journal = new Journal({ directory })
  journal.append(closeEntry('next'))
  journal.close()
  const seen: string[] = []
  readJournal(directory, positionAt(1, bytes.length), (entry) => seen.push(idOf(entry)))
  expect(seen).toEqual(['next'])
})

/** A frame as `FrameBuffer` makes it, around any payload. */
function frame(payload: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32LE(payload.length, 0)
  head.writeUInt32LE(crc32(payload), 4)
  return Buffer.concat([head, payload])
}

const NO_BODIES = Buffer.alloc(8, 0xff)

test.each([
  ['of a kind not known here', Buffer.concat([NO_BODIES, Buffer.from('novel\n["x"]')])],
  ['that is no JSON', Buffer.concat([NO_BODIES, Buffer.from('close\n["x"')])],
  ['whose bodies are longer than itself', Buffer.concat([Buffer.alloc(8, 1), Buffer.from('close\n["x"]')])],
  ['of nothing', Buffer.alloc(1)],
])('an entry %s is reported and passed over, and not cut off', (_, payload) => {
  const { bytes } = writeThree()
  writeFileSync(segmentPath(directory, 2), frame(payload))
  const journal = new Journal({ directory })
  journal.append(closeEntry('y'))
  journal.close()
  const seen: string[] = []
  const result = readJournal(directory, 0, (entry) => seen.push(idOf(entry)))
  expect(seen).toEqual(['a', 'b', 'c', 'y'])
  expect(result.corrupt).toEqual([positionAt(2, 0)])
  expect(statSync(segmentPath(directory, 1)).size).toBe(bytes.length)
})

test('a journal of before the first release is refused, and left as it is', () => {
  const header = Buffer.from(JSON.stringify({ type: 'close', record: closeEntry('old'), requestBytes: null }))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.length)
  const former = frame(Buffer.concat([length, header]))
  new Journal({ directory }).close()
  writeFileSync(segmentPath(directory, 1), former)
  new Journal({ directory }).close()
  expect(() => readIds(directory)).toThrow('from before the first release')
  expect(readFileSync(segmentPath(directory, 1))).toEqual(former)
})

/** From the n-th call that can fail on, so many fail in a row, a write after half its bytes; all others succeed. */
function failingFiles(first: number, count: number): SegmentFiles {
  let calls = 0
  const isBroken = () => calls >= first && calls < first + count
  const call = <Result>(work: () => Result): Result => {
    const isFailing = isBroken()
    calls++
    if (isFailing) throw new Error('ENOSPC')
    return work()
  }
  return {
    ...SYSTEM_FILES,
    write(file, bytes, from, at) {
      if (isBroken()) SYSTEM_FILES.write(file, bytes.subarray(0, bytes.length / 2), from, at)
      return call(() => SYSTEM_FILES.write(file, bytes, from, at))
    },
    truncate: (file, length) => call(() => SYSTEM_FILES.truncate(file, length)),
    sync: (file) => call(() => SYSTEM_FILES.sync(file)),
  }
}

describe('a disk that fails', () => {
  const TURNS = 16

  test.each([1, 2, 3, 7])('%i times, from any call on: what is acknowledged is there, once', (count) => {
    for (let first = 0; first < 9; first++) {
      rmSync(directory, { recursive: true })
      const files = failingFiles(first, count)
      const journal = new Journal({ directory, files, fsync: 'always', segmentBytesMax: 1_500 })
      const acknowledged: string[] = []
      for (let turn = 0; turn < TURNS; turn++) {
        for (const id of [`${turn}a`, `${turn}b`]) {
          journal.append(closeEntry(id), (error) => {
            if (error === null) acknowledged.push(id)
          })
        }
        journal.flush()
      }
      journal.close()
      expect(acknowledged.length).toBeLessThan(2 * TURNS)
      expect(acknowledged.length).toBeGreaterThanOrEqual(2 * (TURNS - count))
      expect(ids()).toEqual(acknowledged)
    }
  })

  test('is told to every entry of the batch, and tried again until it works', async () => {
    let isBroken = true
    const files: SegmentFiles = {
      ...SYSTEM_FILES,
      write(file, bytes, from, at) {
        if (isBroken) throw new Error('ENOSPC')
        return SYSTEM_FILES.write(file, bytes, from, at)
      },
    }
    const journal = new Journal({ directory, files, retryMs: 5 })
    const errors = await Promise.all(
      ['a', 'b'].map(
        (id) =>
          new Promise((resolve: (error: Error | null) => void) => journal.append(closeEntry(id), resolve)),
      ),
    )
    expect(errors).toEqual([new Error('ENOSPC'), new Error('ENOSPC')])
    expect(journal.isHealthy).toBe(false)
    await sleep(20)
    expect(journal.isHealthy).toBe(false)
    isBroken = false
    await expect.poll(() => journal.isHealthy).toBe(true)
    journal.append(closeEntry('c'))
    journal.close()
    expect(ids()).toEqual(['c'])
  })

  test('cannot hang a write by taking nothing', () => {
    const journal = new Journal({ directory, files: { ...SYSTEM_FILES, write: () => 0 }, retryMs: 60_000 })
    let told: Error | null = null
    journal.append(closeEntry('a'), (error) => {
      told = error
    })
    journal.close()
    expect(told).toEqual(new Error('The disk takes no more bytes.'))
  })
})

describe('kill -9', () => {
  const child = fileURLToPath(new URL('./journal.crash.fixture.ts', import.meta.url))

  /** Runs a process that appends without end, kills it, and returns the ids that it has acknowledged. */
  async function appendUntilKilled(round: number): Promise<string[]> {
    const running = spawn(process.execPath, [child, directory, String(round)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    running.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    const ended = new Promise((resolve) => running.on('close', resolve))
    await expect.poll(() => output.length, { timeout: 20_000 }).toBeGreaterThan(0)
    await sleep(20 + round * 7)
    running.kill('SIGKILL')
    await ended
    return output.split('\n').slice(0, -1)
  }

  test('ten times over: every acknowledged entry is there once', { timeout: 120_000 }, async () => {
    const acknowledged: string[] = []
    for (let round = 0; round < 10; round++) acknowledged.push(...(await appendUntilKilled(round)))
    expect(acknowledged.length).toBeGreaterThan(100)

    new Journal({ directory }).close()
    const counts = new Map<string, number>()
    const { corrupt } = readJournal(directory, 0, (entry) => {
      counts.set(idOf(entry), (counts.get(idOf(entry)) ?? 0) + 1)
    })
    expect(corrupt).toEqual([])
    expect(acknowledged.filter((id) => counts.get(id) !== 1)).toEqual([])
    expect([...counts.values()].every((count) => count === 1)).toBe(true)
    expect(listSegments(directory).length).toBeGreaterThanOrEqual(10)
  })
})
