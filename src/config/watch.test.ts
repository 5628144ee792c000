import { mkdir, mkdtemp, rename, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchConfig } from './watch.ts'

const DEBOUNCE_MS = 20
const QUIET_MS = 200 // Long enough for a wrong report to have come.

let folder: string
let file: string
let seen: string[]
let stop: () => void

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portolan-watch-'))
  file = join(folder, 'portolan.yaml')
  await writeFile(file, 'one')
  seen = []
  stop = watchConfig(file, (text) => seen.push(text), {
    current: 'one',
    debounceMs: DEBOUNCE_MS,
    pollMs: 60_000,
  })
})

afterEach(async () => {
  stop()
  await rm(folder, { recursive: true })
})

test('a write in place is reported once', async () => {
  await writeFile(file, 'two')
  await expectSeen(['two'])
})

test('an atomic replacement is reported, and so is the one after it', async () => {
  await replace('two')
  await expectSeen(['two'])
  await replace('three')
  await expectSeen(['two', 'three'])
})

test('a symbolic link that is turned to another file is reported', async () => {
  const link = join(folder, 'link.yaml')
  await writeFile(join(folder, 'other'), 'other text')
  await symlink(file, link)
  const viaLink: string[] = []
  const stopLink = watchConfig(link, (text) => viaLink.push(text), {
    current: 'one',
    debounceMs: DEBOUNCE_MS,
  })
  await symlink(join(folder, 'other'), `${link}.new`)
  await rename(`${link}.new`, link)
  await vi.waitFor(() => expect(viaLink).toEqual(['other text']))
  stopLink()
})

test('many writes in a row do not make as many reports, and the last one counts', async () => {
  for (let count = 0; count < 50; count++) await writeFile(file, `text ${count}`)
  await vi.waitFor(() => expect(seen.at(-1)).toBe('text 49'))
  expect(seen.length).toBeLessThan(10) // One, unless the machine stalls between two writes.
})

test('the same text again, a new time stamp and a neighbouring file are not reported', async () => {
  await writeFile(file, 'one')
  await utimes(file, 1, 1)
  await writeFile(join(folder, 'portolan.yaml.swp'), 'x')
  await expectSeen([])
})

test('a file that goes away and comes back is reported only when it is back', async () => {
  await unlink(file)
  await expectSeen([])
  await writeFile(file, 'two')
  await expectSeen(['two'])
})

test('a change made before the watch began is reported', async () => {
  const late: string[] = []
  const stopLate = watchConfig(file, (text) => late.push(text), { current: 'zero', debounceMs: DEBOUNCE_MS })
  await vi.waitFor(() => expect(late).toEqual(['one']))
  stopLate()
})

test('polling alone finds a change where the folder cannot be watched', async () => {
  const later = join(folder, 'made-later')
  const polled: string[] = []
  const stopPolled = watchConfig(join(later, 'portolan.yaml'), (text) => polled.push(text), {
    current: '',
    debounceMs: DEBOUNCE_MS,
    pollMs: 30,
  })
  await mkdir(later)
  await writeFile(join(later, 'portolan.yaml'), 'found')
  await vi.waitFor(() => expect(polled).toEqual(['found']))
  stopPolled()
})

test('nothing is reported after it is stopped', async () => {
  await writeFile(file, 'two')
  stop()
  await expectSeen([])
})

async function replace(text: string): Promise<void> {
  await writeFile(`${file}.tmp`, text)
  await rename(`${file}.tmp`, file)
}

async function expectSeen(texts: readonly string[]): Promise<void> {
  await vi.waitFor(() => expect(seen).toEqual(texts), { timeout: 3_000 })
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
  expect(seen).toEqual(texts)
}
