import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ROOT } from './source-files.ts'

/** The real `bin/portolan` and `tools/build.ts`, around a program that says where it runs from and ends with 7. */
const PROGRAM = `
const from = import.meta.url.endsWith('.ts') ? 'sources' : 'build'
const old = process.argv.includes('--wait') ? setInterval(() => {}, 1000) : null
process.on('SIGTERM', () => { clearInterval(old); console.log('stopped'); process.exitCode = 5 })
console.log(from, process.argv.slice(2).join(' '))
process.exitCode = 7
`
const BUILDING = 'portolan: building'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portolan-build-'))
  for (const file of ['bin/portolan', 'tools/build.ts', 'package-lock.json'])
    cpSync(join(ROOT, file), join(root, file))
  write('package.json', '{ "type": "module" }')
  write('src/main.ts', PROGRAM)
  write('src/storage/storage-worker.ts', 'export const worker = 1')
  write('src/catalogue/catalogue.json', '{}')
  write('simulator/simulator.ts', 'export const simulator = 1')
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'dir')
})

afterEach(() => {
  rmSync(root, { recursive: true })
})

test('the first start builds, later ones do not; arguments and exit code pass through', () => {
  const first = portolan('serve', '--port', '0')
  expect(first).toMatchObject({ status: 7, stdout: 'build serve --port 0\n' })
  expect(first.stderr.split('\n').filter((line) => line.startsWith(BUILDING))).toHaveLength(1)
  expect(portolan('x')).toMatchObject({ status: 7, stdout: 'build x\n', stderr: '' })
})

test('a change builds anew, and taking it back does not', () => {
  portolan()
  write('src/main.ts', PROGRAM.replace("'build'", "'second build'"))
  expect(portolan()).toMatchObject({ stdout: 'second build \n', stderr: expect.stringContaining(BUILDING) })
  write('src/main.ts', PROGRAM)
  expect(portolan()).toMatchObject({ stdout: 'build \n', stderr: '' })
})

test('processes that start at once all run, and leave one build and nothing half done', async () => {
  const starts = [1, 2, 3].map(async () => {
    const child = spawn(process.execPath, [join(root, 'bin/portolan')], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    const [code] = await once(child, 'close')
    return { code, output }
  })
  expect(await Promise.all(starts)).toEqual(
    Array.from({ length: 3 }, () => ({ code: 7, output: 'build \n' })),
  )
  expect(readdirSync(join(root, 'dist'))).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)])
})

test('old builds are removed, but for a few that may still be running', () => {
  for (let count = 0; count < 6; count++) {
    write('src/main.ts', `${PROGRAM}// ${count}`)
    portolan('--build')
  }
  expect(readdirSync(join(root, 'dist'))).toHaveLength(4)
})

test('--build builds and starts nothing', () => {
  expect(portolan('--build')).toMatchObject({ status: 0, stdout: '' })
  expect(portolan('x')).toMatchObject({ stdout: 'build x\n', stderr: '' })
})

test('where the builder is missing or fails, the sources run', () => {
  write('tools/build.ts', 'throw new Error("no")')
  expect(portolan('x')).toMatchObject({
    status: 7,
    stdout: 'sources x\n',
    stderr: expect.stringContaining('failed'),
  })
  rmSync(join(root, 'node_modules'))
  expect(portolan('x')).toMatchObject({
    status: 7,
    stdout: 'sources x\n',
    stderr: expect.stringContaining('npm ci'),
  })
})

const oldNode = findOldNode()

test.skipIf(oldNode === null)(
  'under an old Node it runs by the bundled one, which gets the signals',
  async () => {
    const child = spawn(oldNode ?? '', [join(root, 'bin/portolan'), '--wait'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const lines: string[] = []
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      lines.push(text)
      if (text.startsWith('build')) child.kill('SIGTERM')
    })
    expect(await once(child, 'close')).toEqual([5, null])
    expect(lines.join('')).toBe('build --wait\nstopped\n')
  },
)

test.skipIf(oldNode === null)('under an old Node with none bundled it says what is missing', () => {
  rmSync(join(root, 'node_modules'))
  const { status, stderr } = spawnSync(oldNode ?? '', [join(root, 'bin/portolan')], { encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toMatch(/^Portolan needs Node 24\.11 or newer; this is \d+/)
})

function portolan(...options: readonly string[]) {
  return spawnSync(process.execPath, [join(root, 'bin/portolan'), ...options], { encoding: 'utf8' })
}

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

/** A Node of the system's own that is too old to run the gateway. */
function findOldNode(): string | null {
  const folders = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
  const node = folders.map((folder) => join(folder, 'node')).find((file) => existsSync(file))
  if (node === undefined) return null
  const { stdout } = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' })
  return Number.parseInt(stdout, 10) < 24 ? node : null
}
