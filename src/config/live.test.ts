import { beforeEach, describe, expect, test } from 'vitest'
import type { Log } from '../core/ports.ts'
import type { ConfigRevision, RevisionStore } from '../storage/store.ts'
import type { Config } from './config.ts'
import { type ConfigOrigin, LiveConfig } from './live.ts'
import { loadConfig } from './load.ts'
import { revisionOf } from './revision.ts'

const ENV = { KEY: 'sk-1' }
const KINDS = ['openai']

/** Every line that was logged, as its level and message. */
let logged: string[]
let stored: ConfigRevision[]
let running: { config: Config; revision: string }
let isStoreDown: boolean

beforeEach(() => {
  logged = []
  stored = []
  isStoreDown = false
  const reading = read('')
  if (!reading.ok) throw new Error('The defaults are valid.')
  running = reading
})

function read(text: string): ReturnType<ConfigOrigin['read']> {
  const loaded = loadConfig(text, { env: ENV, kinds: KINDS })
  return loaded.ok ? { ok: true, config: loaded.config, revision: revisionOf(loaded.config) } : loaded
}

/** Newest first, as every store. */
const revisions: RevisionStore = {
  async addRevision(revision) {
    if (isStoreDown) throw new Error('The store is down.')
    stored = [revision, ...stored.filter((each) => each.revision !== revision.revision)]
  },
  async listRevisions({ limit, cursor }) {
    const from = Number(cursor ?? 0)
    const items = stored.slice(from, from + limit)
    return { items, nextCursor: from + limit < stored.length ? String(from + limit) : null }
  },
  async getRevision(revision) {
    return stored.find((each) => each.revision === revision) ?? null
  },
}

function live(source: ConfigOrigin['source'] = 'file', document = ''): LiveConfig {
  const at = (level: string) => (message: string) => void logged.push(`${level}: ${message}`)
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  return new LiveConfig({
    origin: { source, document, env: ENV, read },
    running: () => running,
    prepare(config, revision) {
      if (config.providers.broken !== undefined) throw new RangeError('This one cannot be compiled.')
      return () => {
        running = { config, revision }
      }
    },
    revisions,
    clock: { now: () => 5 },
    log,
  })
}

const PROVIDER = 'providers: { up: { kind: openai, api_key: "${KEY}" } }\n'

describe('a change of the file', () => {
  test('is put in force and stored, as it was written', async () => {
    const config = live()
    await config.fileChanged(PROVIDER, 'portolan.yaml')
    expect(running.config.providers.up?.credentials[0]?.value).toBe('sk-1')
    expect(stored).toEqual([
      { revision: running.revision, document: PROVIDER, source: 'file', createdAtMs: 5 },
    ])
    expect(logged).toEqual(['info: The configuration was changed.'])
  })

  test('that is not valid is logged, and the one before stays', async () => {
    const before = running
    await live().fileChanged('models: 5', 'portolan.yaml')
    expect(running).toBe(before)
    expect(stored).toEqual([])
    expect(logged).toHaveLength(1)
    expect(logged[0]).toMatch(/^error: /)
  })

  test('of what is taken up at the start only is warned of, and kept for the next start', async () => {
    await live().fileChanged('server: { port: 5000, max_body_mb: 1 }', 'portolan.yaml')
    expect(running.config.server).toMatchObject({ port: 4000, maxBodyBytes: 1024 * 1024 })
    expect(logged).toEqual([
      'warn: Some changes wait for the next start of the gateway.',
      'info: The configuration was changed.',
    ])
  })

  test('holds even when it cannot be stored', async () => {
    isStoreDown = true
    await live().fileChanged(PROVIDER, 'portolan.yaml')
    expect(running.config.providers.up).toBeDefined()
    expect(logged).toContain('warn: The revision in force could not be stored.')
  })
})

describe('a document put through the API', () => {
  test('that cannot be stored or compiled is not put in force', async () => {
    const before = running
    const config = live()
    isStoreDown = true
    await expect(config.put(PROVIDER)).rejects.toThrow('The store is down.')
    isStoreDown = false
    const broken = PROVIDER.replace('up', 'broken')
    await expect(config.put(broken)).rejects.toThrow('This one cannot be compiled.')
    expect(running).toBe(before)
    expect(stored).toEqual([])
    expect(config.source).toBe('file')
  })

  test('is later than all before it, even when the clock has gone back', async () => {
    stored = [{ revision: 'r1', document: '', source: 'file', createdAtMs: 1_000 }]
    const config = live('file', PROVIDER)
    await config.begin()
    await config.put(PROVIDER)
    await config.put('')
    expect(stored.map(({ createdAtMs }) => createdAtMs)).toEqual([1_003, 1_002, 1_000])
  })

  test('that is rolled back to, and is not valid any more, is refused', async () => {
    stored = [{ revision: 'r1', document: 'models: 5', source: 'api', createdAtMs: 1 }]
    await expect(live().rollBack('r1')).rejects.toMatchObject({ code: 'invalid_request' })
    await expect(live().rollBack('r2')).rejects.toMatchObject({ code: 'not_found' })
  })

  test('and not valid at the next start, with no file, keeps the gateway from starting', async () => {
    stored = [{ revision: 'r1', document: PROVIDER.replace('KEY', 'GONE'), source: 'api', createdAtMs: 1 }]
    await expect(live('defaults').begin()).rejects.toThrow(/--config[\s\S]*GONE, which is not set/)
    await expect(live('file').begin()).resolves.toBeUndefined()
  })

  test('is found at the start behind any number of newer ones from files', async () => {
    const others = Array.from({ length: 250 }, (_, index) => ({
      revision: `f${index}`,
      document: '',
      source: 'file' as const,
      createdAtMs: 300 - index,
    }))
    stored = [...others, { revision: 'r1', document: PROVIDER, source: 'api', createdAtMs: 1 }]
    const config = live('defaults')
    await config.begin()
    expect(running.config.providers.up).toBeDefined()
    expect(config.source).toBe('api')
  })
})
