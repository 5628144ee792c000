import { expect, test } from 'vitest'
import type { Organization, Project } from '../core/identity.ts'
import { batchOf, sampleExchange, sampleKey, SAMPLE_TIME_MS, withoutBodies } from './sample-exchanges.ts'
import type { Store } from './store.ts'

const FIRST_PAGE = { limit: 10, cursor: null }

/** The part of the store suite on organizations and projects, and on what is theirs. */
export function ownerSuite(store: () => Store): void {
  test('there is always a default organization, with a default project', async () => {
    expect((await store().identity('listOrganizations', FIRST_PAGE)).items).toMatchObject([{ id: 'default' }])
    expect(await store().identity('getProject', 'default')).toMatchObject({ organizationId: 'default' })
  })

  test('what is made comes back, page by page, and changes', async () => {
    for (const n of [1, 2, 3]) await store().identity('createOrganization', organization(n))
    await store().identity('createProject', project(1))
    const first = await store().identity('listOrganizations', { limit: 2, cursor: null })
    const rest = await store().identity('listOrganizations', { limit: 2, cursor: first.nextCursor })
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual([
      'org_3',
      'org_2',
      'org_1',
      'default',
    ])

    const renamed = { ...project(1), name: 'renamed', updatedAtMs: SAMPLE_TIME_MS + 9 }
    await store().identity('updateProject', renamed)
    expect(await store().identity('getProject', 'prj_1')).toEqual(renamed)
    expect(await store().identity('listProjects', { organizationId: 'org_1' }, FIRST_PAGE)).toEqual({
      items: [renamed],
      nextCursor: null,
    })
    expect((await store().identity('listProjects', { organizationId: 'org_2' }, FIRST_PAGE)).items).toEqual(
      [],
    )
    expect((await store().identity('listProjects', {}, FIRST_PAGE)).items).toHaveLength(2)
  })

  test('a name is taken within its parent, and free again when it is deleted', async () => {
    for (const n of [1, 2]) await store().identity('createOrganization', organization(n))
    await store().identity('createProject', project(1))
    const refused = { code: 'conflict' }
    const twin = { ...organization(3), name: organization(1).name }
    await expect(store().identity('createOrganization', twin)).rejects.toMatchObject(refused)
    await expect(store().identity('updateOrganization', { ...twin, id: 'org_2' })).rejects.toMatchObject(
      refused,
    )
    const second = { ...project(2), name: project(1).name }
    await expect(store().identity('createProject', second)).rejects.toMatchObject(refused)
    await store().identity('createProject', { ...second, organizationId: 'org_2' })
    await store().identity('deleteProject', 'prj_1', SAMPLE_TIME_MS)
    await store().identity('createProject', { ...second, id: 'prj_3' })
    expect(await store().identity('getProject', 'prj_1')).toBeNull()
    for (const method of ['deleteProject', 'deleteOrganization'] as const)
      await expect(store().identity(method, 'prj_1', SAMPLE_TIME_MS)).rejects.toMatchObject({
        code: 'not_found',
      })
  })

  test('what is used cannot be deleted', async () => {
    await store().identity('createOrganization', organization(1))
    await store().identity('createProject', project(1))
    await store().createKey(sampleKey(1, { organizationId: 'org_1', projectId: 'prj_1' }))
    await expect(store().identity('deleteProject', 'prj_1', 1)).rejects.toMatchObject({ code: 'conflict' })
    await expect(store().identity('deleteOrganization', 'org_1', 1)).rejects.toMatchObject({
      code: 'conflict',
    })
    await store().deleteKey('key_1', 1)
    await store().identity('deleteProject', 'prj_1', 1)
    await store().identity('deleteOrganization', 'org_1', 1)
    expect(await store().identity('getOrganization', 'org_1')).toBeNull()
  })

  test('exchanges and sums are picked by whose they are, also where that is the default', async () => {
    const records = [
      sampleExchange(1),
      sampleExchange(2, { organizationId: 'org_1', projectId: 'prj_1', memberId: 'mem_1' }),
      sampleExchange(3, { organizationId: 'org_1', projectId: 'prj_2' }),
    ]
    await store().ingest(batchOf(records.map(withoutBodies)))
    const ids = async (filter: Parameters<Store['pageExchanges']>[0]) =>
      (await store().pageExchanges(filter, FIRST_PAGE)).items
    expect(await ids({ projectId: 'prj_1' })).toEqual([records[1]])
    expect(await ids({ projectId: null })).toEqual([records[0]])
    expect(await ids({ organizationId: 'org_1' })).toEqual([records[2], records[1]])
    const sums = await store().usage({ groupBy: ['organization', 'project', 'member'] })
    expect(sums.map(({ groups }) => groups)).toEqual(
      expect.arrayContaining([
        { organization: null, project: null, member: null },
        { organization: 'org_1', project: 'prj_1', member: 'mem_1' },
        { organization: 'org_1', project: 'prj_2', member: null },
      ]),
    )
    expect(await store().usage({ groupBy: [], organizationId: 'org_1' })).toMatchObject([{ requests: 2 }])
    expect(await store().usage({ groupBy: [], projectId: null })).toMatchObject([{ requests: 1 }])
  })

  test('a record that was written before there were projects is of the default one', async () => {
    const { exchanges, ...batch } = batchOf([withoutBodies(sampleExchange(1))])
    // As the journal of an earlier release has it.
    const columns = exchanges.map((each) => ({ ...each, columns: each.columns.slice(0, 22) as never }))
    expect(await store().ingest({ ...batch, exchanges: columns })).toEqual({ inserted: 1, rejected: [] })
    expect((await store().pageExchanges({}, FIRST_PAGE)).items).toEqual([sampleExchange(1)])
  })
}

function organization(n: number): Organization {
  return {
    id: `org_${n}`,
    name: `Organization ${n}`,
    createdAtMs: SAMPLE_TIME_MS + n,
    updatedAtMs: SAMPLE_TIME_MS + n,
  }
}

function project(n: number): Project {
  return { ...organization(n), id: `prj_${n}`, organizationId: 'org_1', name: `Project ${n}` }
}
