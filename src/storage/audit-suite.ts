import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import type { AuditDraft } from '../audit/audit-event.ts'
import { signCheckpoint } from '../audit/checkpoint.ts'
import { ChainVerifier } from '../audit/verify.ts'
import type { Store } from './store.ts'

function draft(count: number, fields: Partial<AuditDraft> = {}): AuditDraft {
  return {
    timeMs: 1_000 + count,
    actor: 'master',
    action: 'keys.create',
    subject: `key_${count}`,
    organizationId: null,
    body: `{"details":{"count":${count}}}`,
    ...fields,
  }
}

/** What a store does with the chain of what was done. */
export function auditSuite(current: () => Store): void {
  const resultOf = async () => {
    const verifier = new ChainVerifier(await current().listCheckpoints())
    for (const event of await current().readAudit(0, 500)) if (!verifier.check(event)) break
    return verifier.result
  }

  test('a new chain is empty', async () => {
    expect(await current().auditHead()).toBeNull()
    expect(await current().readAudit(0, 10)).toEqual([])
    expect(await current().listCheckpoints()).toEqual([])
    expect(await resultOf()).toMatchObject({ head: { seq: 0 }, fault: null })
  })

  test('events written at once are all in one whole chain', async () => {
    const store = current()
    const events = await Promise.all(
      Array.from({ length: 20 }, (_, count) => store.appendAudit(draft(count))),
    )
    expect(events.map(({ seq }) => seq).sort((one, other) => one - other)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    )
    const { head, fault } = await resultOf()
    expect(fault).toBeNull()
    expect(await store.auditHead()).toEqual(head)
    expect(await store.readAudit(18, 500)).toHaveLength(2)
  })

  test('lists are newest first, by pages, and narrowed by what is asked', async () => {
    const store = current()
    for (let count = 0; count < 5; count++) await store.appendAudit(draft(count))
    await store.appendAudit(draft(9, { actor: 'key:key_1', action: 'keys.delete', organizationId: 'org_1' }))
    const first = await store.pageAudit({}, { limit: 4, cursor: null })
    const second = await store.pageAudit({}, { limit: 4, cursor: first.nextCursor })
    expect([...first.items, ...second.items].map(({ seq }) => seq)).toEqual([6, 5, 4, 3, 2, 1])
    expect(second.nextCursor).toBeNull()
    const only = async (filter: Parameters<Store['pageAudit']>[0]) =>
      (await store.pageAudit(filter, { limit: 50, cursor: null })).items.map(({ seq }) => seq)
    expect(await only({ actor: 'key:key_1' })).toEqual([6])
    expect(await only({ action: 'keys.create', subject: 'key_2' })).toEqual([3])
    expect(await only({ organizationId: 'org_1' })).toEqual([6])
    expect(await only({ sinceMs: 1_003, untilMs: 1_009 })).toEqual([5, 4])
  })

  test('what is erased leaves the chain whole', async () => {
    const store = current()
    await store.appendAudit(draft(1))
    await store.appendAudit(draft(2, { organizationId: 'org_1' }))
    await store.appendAudit(draft(3, { organizationId: 'org_2' }))
    expect(await store.eraseAudit('org_1')).toBe(1)
    expect(await store.eraseAudit('org_1')).toBe(0)
    expect((await store.readAudit(0, 10)).map(({ body }) => body === null)).toEqual([false, true, false])
    expect((await resultOf()).fault).toBeNull()
    expect(await store.eraseAudit(null)).toBe(1)
    expect((await resultOf()).fault).toBeNull()
  })

  test('checkpoints are kept, and the first of an event holds', async () => {
    const store = current()
    const { privateKey } = generateKeyPairSync('ed25519')
    const event = await store.appendAudit(draft(1))
    const checkpoint = signCheckpoint(event, 5, privateKey)
    await store.addCheckpoint(checkpoint)
    await store.addCheckpoint({ ...checkpoint, timeMs: 6 })
    expect(await store.listCheckpoints()).toEqual([checkpoint])
    expect((await resultOf()).fault).toBeNull()
  })
}
