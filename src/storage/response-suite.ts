import { expect, test } from 'vitest'
import { RESPONSES_CHAINED_MAX, type StoredResponse } from './response-store.ts'
import type { Store } from './store.ts'

export function responseSuite(current: () => Store): void {
  const put = (fields: Partial<StoredResponse>, itemIds: readonly string[] = []) =>
    current().responses('put', sample(fields), itemIds)

  test('a response comes back as it was, whatever its size, and to its own key alone', async () => {
    const large = sample({ response: JSON.stringify({ text: 'Ålesund 海図 '.repeat(5_000) }) })
    await current().responses('put', large, [])
    expect(await current().responses('get', 'key_1', 'resp_1')).toEqual(large)
    expect(await current().responses('get', 'key_2', 'resp_1')).toBeNull()
    expect(await current().responses('delete', 'key_2', 'resp_1')).toBe(false)
  })

  test('a later state takes the place of the one before', async () => {
    await put({ status: 'queued' })
    await put({ status: 'completed', target: 'a/m' }, ['msg_1'])
    await put({ status: 'completed', target: 'a/m' }, ['msg_1'])
    expect(await current().responses('get', 'key_1', 'resp_1')).toMatchObject({ status: 'completed' })
  })

  test('a conversation is told from its beginning, and not with a hole in it', async () => {
    for (const [id, previousId] of [
      ['resp_1', null],
      ['resp_2', 'resp_1'],
      ['resp_3', 'resp_2'],
    ] as const)
      await put({ id, previousId })
    const told = await current().responses('chain', 'key_1', 'resp_3')
    expect(told?.map(({ id }) => id)).toEqual(['resp_1', 'resp_2', 'resp_3'])
    await current().responses('delete', 'key_1', 'resp_2')
    expect(await current().responses('chain', 'key_1', 'resp_3')).toBeNull()
    expect(await current().responses('chain', 'key_2', 'resp_1')).toBeNull()
  })

  test('a conversation that goes round ends all the same', async () => {
    await put({ previousId: 'resp_1' })
    expect(await current().responses('chain', 'key_1', 'resp_1')).toBeNull()
    expect(RESPONSES_CHAINED_MAX).toBe(1_000)
  })

  test('items are found while their response is there', async () => {
    await put({}, ['msg_1', 'fc_1'])
    const found = async (keyId: string) => await current().responses('holding', keyId, ['fc_1', 'fc_none'])
    expect((await found('key_1')).map(({ id }) => id)).toEqual(['resp_1'])
    expect(await found('key_2')).toEqual([])
    expect(await current().responses('delete', 'key_1', 'resp_1')).toBe(true)
    expect(await found('key_1')).toEqual([])
  })

  test('who is at work says so, and hears what has ended without him', async () => {
    await put({ id: 'resp_1', status: 'in_progress' })
    await put({ id: 'resp_2', status: 'cancelled' })
    const running = ['resp_1', 'resp_2'].map((id) => ({ keyId: 'key_1', id }))
    expect(await current().responses('touch', running, 5_000)).toEqual([{ keyId: 'key_1', id: 'resp_1' }])
    expect(await current().responses('get', 'key_1', 'resp_1')).toMatchObject({ touchedAtMs: 5_000 })
  })

  test('what is too old goes, a number at a time', async () => {
    for (let n = 0; n < 5; n++) await put({ id: `resp_${n}`, createdAtMs: n }, [`msg_${n}`])
    expect(await current().responses('sweep', 4, 3)).toBe(3)
    expect(await current().responses('sweep', 4, 3)).toBe(1)
    expect(await current().responses('get', 'key_1', 'resp_4')).not.toBeNull()
    expect(await current().responses('holding', 'key_1', ['msg_0'])).toEqual([])
  })
}

function sample(fields: Partial<StoredResponse>): StoredResponse {
  return {
    keyId: 'key_1',
    id: 'resp_1',
    createdAtMs: 1_000,
    touchedAtMs: 1_000,
    status: 'completed',
    previousId: null,
    target: 'a/m',
    input: '[]',
    response: '{}',
    ...fields,
  }
}
