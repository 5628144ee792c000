import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { API_TYPES_FILE, writeApiTypes } from '../../dashboard/api-types.ts'
import { type PagesGateway, startPagesGateway } from './pages-gateway.ts'

let gateway: PagesGateway
beforeAll(async () => {
  gateway = await startPagesGateway()
})
afterAll(() => gateway.close())

test('the types of the admin API are those of today; `node dashboard/api-types.ts` writes them', async () => {
  expect(await writeApiTypes(gateway.url)).toBe(readFileSync(API_TYPES_FILE, 'utf8'))
})
