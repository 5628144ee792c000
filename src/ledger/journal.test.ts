import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closeEntry, idOf, openEntry, readAll, readIds } from './journal.fixture.ts'
import { Journal, type JournalOptions } from './journal.ts'
import { readJournal } from './journal-reader.ts'
import { listSegments, positionAt, removeSegmentsBefore, segmentOf } from './journal-segments.ts'
import { type SegmentFiles, SYSTEM_FILES } from './segment-writer.ts'

let directory = ''
let journals: Journal[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'journal-'))
  journals = []
})

afterEach(() => {
  for (const journal of journals) journal.close()
  rmSync(directory, { recursive: true })
})

function open(options: Partial<JournalOptions> = {}): Journal {
  const journal = new Journal({ directory, ...options })
  journals.push(journal)
  return journal
}

/** Resolves as `onWritten` is called. */
function append(journal: Journal, id: string): Promise<Error | null> {
  return new Promise((resolve) => journal.append(closeEntry(id), resolve))
}

function ids(): string[] {
  return readIds(directory)
}

describe('writing', () => {
  test('gives back every entry as it was', async () => {
    const entries = [
      openEntry('a'),
      { type: 'progress', id: 'a', timeMs: 5, outputTokens: 7 } as const,
      closeEntry('a', '{"model":"smart"}', 'data: {"text":"\\u00e9"}\n\n'),
      closeEntry('ü 海 🚢', '', null),
    ]
    const journal = open()
    for (const entry of entries) journal.append(entry)
    journal.flush()
    expect(readAll(directory)).toEqual(entries)
  })

  test('one system call for all of a turn, and every callback after it, in order', async () => {
    const happened: string[] = []
    const files: SegmentFiles = {
      ...SYSTEM_FILES,
      write(...call) {
        happened.push('write')
        return SYSTEM_FILES.write(...call)
      },
    }
    const journal = open({ files, onAdvance: () => happened.push('advance') })
    for (const id of ['a', 'b', 'c']) journal.append(closeEntry(id), () => happened.push(id))
    expect(happened).toEqual([])
    await append(journal, 'd')
    expect(happened).toEqual(['write', 'a', 'b', 'c', 'advance'])
    expect(ids()).toEqual(['a', 'b', 'c', 'd'])
  })

  test('what a callback appends goes with the next turn', async () => {
    const journal = open()
    await append(journal, 'a').then(() => append(journal, 'b'))
    expect(ids()).toEqual(['a', 'b'])
  })

  test('a callback that throws does not keep the others waiting', async () => {
    const thrown: unknown[] = []
    const listeners = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.once('uncaughtException', (error) => thrown.push(error))
    const journal = open()
    journal.append(closeEntry('a'), () => {
      throw new Error('mine')
    })
    expect(await append(journal, 'b')).toBeNull()
    await sleep(5)
    for (const listener of listeners) process.on('uncaughtException', listener)
    expect(thrown).toEqual([new Error('mine')])
  })

  test('an entry larger than the buffer is written whole', async () => {
    const body = 'x'.repeat(5_000_000)
    const journal = open()
    journal.append(closeEntry('a', body, body))
    await append(journal, 'b')
    const [large, small] = readAll(directory)
    expect(large?.type === 'close' && large.request?.toString() === body).toBe(true)
    expect(large?.type === 'close' && large.response?.toString() === body).toBe(true)
    expect(small).toEqual(closeEntry('b'))
  })

  test('closing writes what is pending; later entries get an error', async () => {
    const journal = open()
    const written = append(journal, 'a')
    journal.close()
    expect(await written).toBeNull()
    expect(await append(journal, 'b')).toEqual(new Error('The journal is closed.'))
    expect(ids()).toEqual(['a'])
  })
})

describe('segments', () => {
  test('a new one begins when the old is full, and reading goes across', async () => {
    const journal = open({ segmentBytesMax: 800 })
    const written = Array.from({ length: 20 }, (_, index) => `e${index}`)
    for (const id of written) await append(journal, id)
    expect(listSegments(directory).length).toBeGreaterThan(5)
    expect(ids()).toEqual(written)
  })

  test('reading goes on from any position that was given out', async () => {
    const journal = open({ segmentBytesMax: 800 })
    for (let index = 0; index < 20; index++) await append(journal, `e${index}`)
    const positions = [0]
    readJournal(directory, 0, (_, next) => positions.push(next))
    expect(positions.at(-1)).toBe(journal.position)
    positions.forEach((position, index) => {
      const rest: string[] = []
      const { position: end } = readJournal(directory, position, (entry) => rest.push(idOf(entry)))
      expect(rest).toHaveLength(20 - index)
      expect(end).toBe(index === 0 ? journal.position : Math.max(journal.position, position))
    })
  })

  test('reading stops where it is told to', async () => {
    const journal = open({ segmentBytesMax: 800 })
    for (let index = 0; index < 10; index++) await append(journal, `e${index}`)
    const { position: until } = journal
    for (let index = 10; index < 20; index++) await append(journal, `e${index}`)
    const seen: string[] = []
    expect(readJournal(directory, 0, (entry) => seen.push(idOf(entry)), { until }).position).toBe(until)
    expect(seen).toHaveLength(10)
    const { position } = readJournal(directory, 0, () => false)
    expect(readJournal(directory, position, (entry) => seen.push(idOf(entry)), { until }).position).toBe(
      until,
    )
    expect(seen).toHaveLength(19)
  })

  test('those before a position are removed, and reading goes on behind them', async () => {
    const journal = open({ segmentBytesMax: 800 })
    for (let index = 0; index < 20; index++) await append(journal, `e${index}`)
    const { position } = journal
    await append(journal, 'last')
    expect(removeSegmentsBefore(directory, position)).toBe(segmentOf(position) - 1)
    const seen: string[] = []
    readJournal(directory, position, (entry) => seen.push(idOf(entry)))
    expect(seen).toEqual(['last'])
  })

  test('each opening begins a new one; empty ones of former processes go', async () => {
    for (let opening = 0; opening < 3; opening++) open().close()
    const journal = open()
    await append(journal, 'a')
    expect(listSegments(directory)).toEqual([4])
    open()
    expect(listSegments(directory)).toEqual([4, 5])
  })

  test('numbers go on behind the saved position, even where the folder was emptied', async () => {
    const journal = open({ after: positionAt(41, 7) })
    await append(journal, 'a')
    expect(listSegments(directory)).toEqual([42])
    const seen: string[] = []
    readJournal(directory, positionAt(41, 7), (entry) => seen.push(idOf(entry)))
    expect(seen).toEqual(['a'])
  })

  test('a folder that is not there yet holds none', () => {
    const missing = join(directory, 'later')
    expect(readJournal(missing, 0, () => true)).toEqual({ position: 0, isTorn: false, corrupt: [] })
  })

  test('other files in the folder are left alone', () => {
    writeFileSync(join(directory, 'notes.txt'), 'mine')
    open()
    expect(listSegments(directory)).toEqual([1])
  })
})

describe('the backlog', () => {
  test('fills with what is not consumed, and empties as it is', async () => {
    const journal = open({ segmentBytesMax: 800, backlogBytesMax: 2_000 })
    expect(journal.isFull).toBe(false)
    for (let index = 0; index < 10; index++) await append(journal, `e${index}`)
    expect(journal.isFull).toBe(true)
    expect(await append(journal, 'still taken')).toBeNull()
    journal.consumed(journal.position)
    expect(journal.isFull).toBe(false)
  })

  test('counts what is pending', () => {
    const journal = open({ backlogBytesMax: 2_000 })
    for (let index = 0; index < 10; index++) journal.append(closeEntry(`e${index}`))
    expect(journal.isFull).toBe(true)
    journal.flush()
    journal.consumed(journal.position)
    expect(journal.isFull).toBe(false)
  })

  test('counts what a former process left', async () => {
    const former = open()
    for (let index = 0; index < 10; index++) await append(former, `e${index}`)
    const { position } = former
    former.close()
    expect(open({ backlogBytesMax: 2_000 }).isFull).toBe(true)
    expect(open({ backlogBytesMax: 2_000, after: position }).isFull).toBe(false)
  })
})

describe('fsync', () => {
  function counting(syncs: string[]): SegmentFiles {
    return {
      ...SYSTEM_FILES,
      sync(file) {
        syncs.push('sync')
        SYSTEM_FILES.sync(file)
      },
      syncLater(file, done) {
        syncs.push('later')
        SYSTEM_FILES.syncLater(file, done)
      },
    }
  }

  test.each([
    ['off', [], []],
    ['always', ['sync', 'sync'], ['sync']],
    [{ everyMs: 1 }, ['later', 'later'], ['sync']],
  ] as const)('%j', async (fsync, during, atClose) => {
    const syncs: string[] = []
    const journal = open({ fsync, files: counting(syncs) })
    await append(journal, 'a')
    await sleep(10)
    await append(journal, 'b')
    await sleep(10)
    expect(syncs).toEqual(during)
    journal.close()
    expect(syncs).toEqual([...during, ...atClose])
  })

  test('a segment that is left is synced, and stays readable', async () => {
    const syncs: string[] = []
    const journal = open({ fsync: { everyMs: 60_000 }, segmentBytesMax: 300, files: counting(syncs) })
    for (const id of ['a', 'b', 'c']) await append(journal, id)
    expect(syncs).toEqual(['later', 'later'])
    expect(ids()).toEqual(['a', 'b', 'c'])
  })

  test('an error in the background makes the journal unhealthy', async () => {
    const files: SegmentFiles = { ...SYSTEM_FILES, syncLater: (_, done) => done(new Error('EIO')) }
    const journal = open({ fsync: { everyMs: 1 }, files, retryMs: 60_000 })
    await append(journal, 'a')
    await sleep(10)
    expect(journal.isHealthy).toBe(false)
  })
})
