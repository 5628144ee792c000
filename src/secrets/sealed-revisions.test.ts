import { expect, test } from 'vitest'
import type { ConfigRevision, RevisionStore } from '../storage/store.ts'
import { SealedRevisions } from './sealed-revisions.ts'
import { Sealer } from './sealer.ts'

/** A store in memory, one revision a page, so that there are several. */
function memory() {
  const rows = new Map<string, ConfigRevision>()
  const store: RevisionStore = {
    async addRevision(revision) {
      rows.set(revision.revision, revision)
    },
    async listRevisions({ cursor }) {
      const all = [...rows.values()].sort((one, other) => other.createdAtMs - one.createdAtMs)
      const at = cursor === null ? 0 : Number(cursor)
      return { items: all.slice(at, at + 1), nextCursor: at + 1 < all.length ? String(at + 1) : null }
    },
    async getRevision(revision) {
      return rows.get(revision) ?? null
    },
  }
  return { rows, store }
}

const revision = (name: string, createdAtMs: number): ConfigRevision => ({
  revision: name,
  document: `providers: { p: { kind: openai, api_key: sk-of-${name} } }`,
  source: 'api',
  createdAtMs,
})

test('documents are encrypted in the store, and come back as they were', async () => {
  const { rows, store } = memory()
  const sealed = new SealedRevisions(store, new Sealer(['k']))
  await sealed.addRevision(revision('a', 1))
  expect(JSON.stringify([...rows])).not.toContain('sk-of-a')
  expect(await sealed.getRevision('a')).toEqual(revision('a', 1))
  expect((await sealed.listRevisions({ limit: 1, cursor: null })).items).toEqual([revision('a', 1)])
  expect(await sealed.getRevision('b')).toBeNull()
})

test('one that is put in the place of another does not open', async () => {
  const { rows, store } = memory()
  const sealed = new SealedRevisions(store, new Sealer(['k']))
  await sealed.addRevision(revision('a', 1))
  await sealed.addRevision(revision('b', 2))
  rows.set('a', { ...revision('a', 1), document: rows.get('b')?.document ?? '' })
  await expect(sealed.getRevision('a')).rejects.toThrow()
})

test('what is plain, or sealed with a former key, is sealed with the newest', async () => {
  const { rows, store } = memory()
  await store.addRevision(revision('plain', 1))
  await new SealedRevisions(store, new Sealer(['old'])).addRevision(revision('former', 2))
  await new SealedRevisions(store, new Sealer(['new'])).addRevision(revision('newest', 3))
  const sealed = new SealedRevisions(store, new Sealer(['new', 'old']))
  expect(await sealed.sealAll()).toBe(2)
  expect(await sealed.sealAll()).toBe(0)
  expect(JSON.stringify([...rows])).not.toContain('sk-of')
  const after = new SealedRevisions(store, new Sealer(['new']))
  for (const [name, time] of [
    ['plain', 1],
    ['former', 2],
    ['newest', 3],
  ] as const)
    expect(await after.getRevision(name)).toEqual(revision(name, time))
})
