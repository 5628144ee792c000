import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listen, type Listener } from '../listener.ts'
import { baseOf } from './page-paths.ts'
import { pages } from './pages.ts'

const SCRIPT = 'export const course = "north"\n'
const HTML = { accept: 'text/html,application/xhtml+xml,*/*' }

let folder: string
let listener: Listener
const faults: unknown[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portolan-pages-'))
  const silent = { debug() {}, info() {}, warn() {} }
  const served = pages(folder, { ...silent, error: (message) => faults.push(message) })
  listener = await listen({ host: '127.0.0.1', port: 0 }, (request, response, path) => {
    if (served.takes(request, path)) served.handle(request, response, path)
    else response.writeHead(421).end()
  })
})
afterAll(async () => {
  await listener.drain(0)
  await rm(folder, { recursive: true, force: true })
})

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(listener.url + path, { headers })
}

test('before it is built, the page says so and looks again', async () => {
  const response = await get('/')
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('2')
  expect(await response.text()).toContain('being built')
})

describe('when it is built', () => {
  beforeAll(async () => {
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<!doctype html><base href="./" /><title>Portolan</title>')
    await writeFile(join(folder, 'build.txt'), 'abc\n')
    await writeFile(join(folder, 'assets', 'main-X1.js'), SCRIPT)
    await writeFile(join(folder, 'assets', 'main-X1.js.gz'), gzipSync(SCRIPT))
    await writeFile(join(folder, 'secret.txt'), 'not to be had')
  })

  test.each([
    ['/', './'],
    ['/traces', './'],
    ['/traces/exc_1', '../'],
  ])('%s is the page, whose base leads back to the gateway', async (path, base) => {
    const response = await get(path, HTML)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain(`<base href="${base}"`)
    expect(baseOf(path)).toBe(base)
    expect(response.headers.get('cache-control')).toBe('no-cache')
    const again = await get(path, { ...HTML, 'if-none-match': String(response.headers.get('etag')) })
    expect(again.status).toBe(304)
  })

  test('nothing may run but its own files, and nobody may frame it', async () => {
    const { headers } = await get('/', HTML)
    const policy = String(headers.get('content-security-policy'))
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })

  test('a file comes packed to those who unpack it, for good, with its type', async () => {
    const packed = await get('/assets/main-X1.js', { 'accept-encoding': 'gzip, br;q=0' })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(packed.headers.get('cache-control')).toContain('immutable')
    expect(packed.headers.get('content-type')).toContain('text/javascript')
    expect(await packed.text()).toBe(SCRIPT)
    const plain = await get('/assets/main-X1.js', { 'accept-encoding': 'identity' })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(await plain.text()).toBe(SCRIPT)
  })

  test.each(['/assets/gone.js', '/favicon.ico'])('%s that is not there is a 404', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  test.each([
    '/v1/models',
    '/models',
    '/admin/v1/keys',
    '/healthz',
    '/secret.txt',
    '/assets/..%2Fsecret.txt',
  ])('%s asked for as an API is none of its business', async (path) => {
    expect((await get(path, { accept: 'application/json' })).status).toBe(421)
  })

  test.each(['/v1/models', '/models', '/api/v1/keys', '/anthropic/v1/messages'])(
    '%s stays an API, also for a browser',
    async (path) => {
      expect((await get(path, HTML)).status).toBe(421)
    },
  )

  test('nothing failed on the way', () => expect(faults).toEqual([]))
})
