import { expect, test } from 'vitest'
import type { KeyRecord } from '../core/key.ts'
import { sampleKey, SAMPLE_TIME_MS } from './sample-exchanges.ts'
import type { RevisionSource, Store } from './store.ts'

/** The part of the store suite on keys and configuration revisions. */
export function keySuite(store: () => Store): void {
  test('a key comes back as it was stored, in all its parts', async () => {
    const full: KeyRecord = sampleKey(1, {
      role: 'admin',
      organizationId: 'org_1',
      projectId: 'prj_1',
      memberId: 'mem_1',
      models: ['smart', 'openai/*'],
      scopes: { providers: ['openai'], ipRanges: ['10.0.0.0/8'] },
      limits: { rpm: 60, models: { smart: { tpd: 1_000_000 } } },
      budgets: [{ usdNanos: 20_000_000_000, window: { days: 7 }, onExhausted: 'deny' }],
      expiresAtMs: SAMPLE_TIME_MS + 5,
      blocked: true,
      tags: ['team-a'],
      metadata: { owner: 'Zoë' },
      previous: { hash: 'old-hash', untilMs: SAMPLE_TIME_MS + 9 },
    })
    await store().createKey(full)
    await store().createKey(sampleKey(2, { models: [] }))
    expect(await store().getKey('key_1')).toEqual(full)
    expect(await store().getKey('key_2')).toEqual(sampleKey(2, { models: [] }))
    expect(await store().getKey('key_3')).toBeNull()
  })

  test('a key is found by its hash and by the one before it', async () => {
    await store().createKey(sampleKey(1, { previous: { hash: 'before', untilMs: 1 } }))
    expect((await store().findKeyByHash('hash-1'))?.id).toBe('key_1')
    expect((await store().findKeyByHash('before'))?.id).toBe('key_1')
    expect(await store().findKeyByHash('hash-2')).toBeNull()
  })

  test('neither an id nor a secret can be taken twice', async () => {
    await store().createKey(sampleKey(1))
    await expect(store().createKey(sampleKey(1, { hash: 'other' }))).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(store().createKey(sampleKey(2, { hash: 'hash-1' }))).rejects.toMatchObject({
      code: 'conflict',
    })
    expect((await store().getKey('key_1'))?.hash).toBe('hash-1')
  })

  test('an update replaces the record; one of no key is refused', async () => {
    await store().createKey(sampleKey(1, { tags: ['a'], expiresAtMs: 5 }))
    await store().updateKey(sampleKey(1, { name: 'Renamed' }))
    expect(await store().getKey('key_1')).toEqual(sampleKey(1, { name: 'Renamed' }))
    await expect(store().updateKey(sampleKey(9))).rejects.toMatchObject({ code: 'not_found' })
  })

  test('a deleted key is gone for every reader, and its secret stays taken', async () => {
    await store().createKey(sampleKey(1))
    await store().deleteKey('key_1', SAMPLE_TIME_MS)
    expect(await store().getKey('key_1')).toBeNull()
    expect(await store().findKeyByHash('hash-1')).toBeNull()
    expect((await store().listKeys({ limit: 10, cursor: null })).items).toEqual([])
    await expect(store().deleteKey('key_1', SAMPLE_TIME_MS)).rejects.toMatchObject({ code: 'not_found' })
    await expect(store().updateKey(sampleKey(1))).rejects.toMatchObject({ code: 'not_found' })
    await expect(store().createKey(sampleKey(2, { hash: 'hash-1' }))).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('keys page newest first, each once', async () => {
    for (let n = 1; n <= 5; n++) await store().createKey(sampleKey(n, { createdAtMs: SAMPLE_TIME_MS }))
    const first = await store().listKeys({ limit: 2, cursor: null })
    const second = await store().listKeys({ limit: 2, cursor: first.nextCursor })
    const third = await store().listKeys({ limit: 2, cursor: second.nextCursor })
    expect([first, second, third].flatMap(({ items }) => items.map(({ id }) => id))).toEqual([
      'key_5',
      'key_4',
      'key_3',
      'key_2',
      'key_1',
    ])
    expect(third.nextCursor).toBeNull()
  })

  test('a limit out of range and a cursor from elsewhere are refused by name', async () => {
    for (const limit of [0, 501, 1.5, Number.NaN]) {
      await expect(store().listKeys({ limit, cursor: null })).rejects.toMatchObject({
        code: 'invalid_request',
        details: { param: 'limit' },
      })
    }
    for (const cursor of ['', 'nonsense', Buffer.from('12').toString('base64url')]) {
      await expect(store().listKeys({ limit: 5, cursor })).rejects.toMatchObject({
        code: 'invalid_request',
        details: { param: 'cursor' },
      })
    }
  })

  test('revisions are listed newest first, and one that is put in force again is the newest again', async () => {
    const add = (revision: string, document: string, source: RevisionSource, createdAtMs: number) =>
      store().addRevision({ revision, document, source, createdAtMs })
    await add('r2', 'version: 1 # ü\n', 'file', 1)
    await add('r1', 'version: 1\n', 'file', 2)
    await add('r2', 'version: 1', 'api', 3)
    expect(await store().getRevision('r2')).toEqual({
      revision: 'r2',
      document: 'version: 1',
      source: 'api',
      createdAtMs: 3,
    })
    expect(await store().getRevision('r1')).toMatchObject({ document: 'version: 1\n', source: 'file' })
    expect(await store().getRevision('r3')).toBeNull()
    const first = await store().listRevisions({ limit: 1, cursor: null })
    const second = await store().listRevisions({ limit: 1, cursor: first.nextCursor })
    expect([...first.items, ...second.items].map(({ revision }) => revision)).toEqual(['r2', 'r1'])
    expect(second.nextCursor).toBeNull()
  })
}
