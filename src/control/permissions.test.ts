import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MEMBER_ROLES } from '../core/identity.ts'
import { isJsonObject } from '../core/json.ts'
import { type Admin, asText, startAdmin } from './admin.fixture.ts'
import { refusalOf } from './authorize.ts'
import { PERMISSIONS } from './permissions.ts'
import { memberOf } from './sign-in/browser.fixture.ts'

let admin: Admin
let routes: readonly string[]
/** By role, one who is of the whole gateway and one who is held to an organization. */
const askers = new Map<string, Asker>()

interface Asker {
  readonly who: Parameters<typeof refusalOf>[0]
  ask(method: string, path: string): Promise<{ status: number; text: string }>
}

beforeAll(async () => {
  admin = await startAdmin()
  const { body } = await admin.call('GET', '/openapi.json', undefined, null)
  routes = Object.entries(isJsonObject(body.paths) ? body.paths : {}).flatMap(([path, methods]) =>
    Object.keys(isJsonObject(methods) ? methods : {}).map(
      (method) => `${method.toUpperCase()} ${path.slice('/admin/v1'.length)}`,
    ),
  )
  const organizationId = asText((await admin.call('POST', '/organizations', { name: 'Harbour' })).body.id)
  const project = { name: 'Quay', organization_id: organizationId }
  const projectId = asText((await admin.call('POST', '/projects', project)).body.id)
  for (const role of MEMBER_ROLES) {
    for (const held of [null, organizationId]) {
      const name = `${role}${held === null ? '' : ' of an organization'}`
      const { browser } = await memberOf(admin, {
        email: `${name.replaceAll(' ', '.')}@example.com`,
        role,
        organization_id: held,
      })
      askers.set(name, {
        who: { kind: 'member', role, organizationId: held, projectId: null },
        ask: (method, path) => browser.ask(method, path, bodyFor(method)),
      })
    }
  }
  for (const role of ['admin', 'viewer'] as const) {
    const made = await admin.call('POST', '/keys', { name: role, role, project_id: projectId })
    const key = asText(made.body.key)
    askers.set(`${role} key of a project`, {
      who: { kind: 'key', role, organizationId, projectId },
      ask: (method, path) => admin.call(method, path, bodyFor(method), key),
    })
  }
})
afterAll(() => admin.close())

/** Nothing that any route takes: who passes is told so, with a 400 or a 404, and nothing is done. */
function bodyFor(method: string): unknown {
  return method === 'GET' || method === 'DELETE' ? undefined : { nothing: 'that is taken' }
}

test('the table has every route there is, and no other', () => {
  expect([...routes].sort()).toEqual(Object.keys(PERMISSIONS).sort())
})

const NAMES = [
  ...MEMBER_ROLES,
  ...MEMBER_ROLES.map((role) => `${role} of an organization`),
  'admin key of a project',
  'viewer key of a project',
]

/** It would end the session that the others are asked with. */
const LAST = 'DELETE /session'
const TAIL = 'GET /exchanges/tail'

describe.each(NAMES)('%s', (name) => {
  test('is let in and refused on every route as the table says', async () => {
    const asker = askers.get(name)
    if (asker === undefined) throw new Error(`There is no ${name}.`)
    for (const route of [...routes.filter((each) => each !== LAST), LAST]) {
      const permission = PERMISSIONS[route]
      if (permission === undefined || permission === 'public') continue
      const [method = '', path = ''] = route.split(' ')
      const expected = refusalOf(asker.who, permission)
      // Whoever is let in there is told of exchanges for ever.
      if (expected === null && route === TAIL) continue
      const { status, text } = await asker.ask(method, path.replaceAll(/\{\w+\}/g, 'none'))
      if (expected === null)
        expect(text, `${name}: ${route}`).not.toMatch(/may only read|may not do this|held to less/)
      else expect([status, text], `${name}: ${route}`).toEqual([403, expect.stringContaining(expected)])
    }
  })
})

test('a key that calls models is let in nowhere', async () => {
  const { body } = await admin.call('POST', '/keys', { name: 'inference' })
  for (const route of routes) {
    const [method = '', path = ''] = route.split(' ')
    if (PERMISSIONS[route] === 'public') continue
    const asked = path.replaceAll(/\{\w+\}/g, 'none')
    expect((await admin.call(method, asked, bodyFor(method), asText(body.key))).status, route).toBe(403)
  }
})

test('nobody is let in where a route has no line in the table, and strangers nowhere', async () => {
  for (const route of routes) {
    const [method = '', path = ''] = route.split(' ')
    const { status } = await admin.call(method, path.replaceAll(/\{\w+\}/g, 'none'), bodyFor(method), null)
    if (PERMISSIONS[route] === 'public') expect([200, 400, 404]).toContain(status)
    else expect(status, route).toBe(401)
  }
})
