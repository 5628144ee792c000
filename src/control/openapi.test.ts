import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isJsonObject, type JsonObject } from '../core/json.ts'
import { type Admin, type Answer, asText, MASTER, startAdmin } from './admin.fixture.ts'
import { PERMISSIONS } from './permissions.ts'

let admin: Admin
let document: JsonObject
const ajv = new Ajv2020({ strict: false, allErrors: true })
formats.default(ajv)

beforeAll(async () => {
  admin = await startAdmin()
  document = (await admin.call('GET', '/openapi.json', undefined, null)).body
  ajv.addSchema(document, 'openapi')
})
afterAll(() => admin.close())

/** What is at the end of these steps; an empty object where there is nothing. */
function at(value: unknown, ...steps: readonly string[]): JsonObject {
  const end = steps.reduce<unknown>((inner, step) => (isJsonObject(inner) ? inner[step] : undefined), value)
  return isJsonObject(end) ? end : {}
}

function operations(): readonly (readonly [path: string, method: string, operation: JsonObject])[] {
  return Object.entries(at(document, 'paths')).flatMap(([path, methods]) =>
    Object.entries(at(methods)).map(([method, operation]) => [path, method, at(operation)] as const),
  )
}

test('it is an OpenAPI 3.1 document that anybody may read, of every route there is', () => {
  expect(document).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'Portolan admin API' },
    security: [{ key: [] }],
  })
  expect(
    operations()
      .map(([path, method]) => `${method.toUpperCase()} ${path.slice('/admin/v1'.length)}`)
      .sort(),
  ).toEqual(Object.keys(PERMISSIONS).sort())
})

test('every operation says what it does, takes and answers, and every reference leads somewhere', () => {
  for (const [path, method, operation] of operations()) {
    const where = `${method} ${path}`
    expect(operation.summary, where).toEqual(expect.any(String))
    const answers = Object.entries(at(operation, 'responses'))
    expect(answers.length, where).toBeGreaterThan(0)
    for (const [status, answer] of answers)
      for (const media of Object.values(at(answer, 'content')))
        expect(Object.keys(at(media, 'schema')).length, `${where} ${status}`).toBeGreaterThan(0)
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const parameters = Array.isArray(operation.parameters) ? operation.parameters.map((each) => at(each)) : []
    expect(parameters.filter((each) => each.in === 'path').map(({ name }) => name)).toEqual(named)
  }
  const text = JSON.stringify(document)
  const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name))
  expect(new Set(Object.keys(at(document, 'components', 'schemas')))).toEqual(referred)
})

describe('what is really answered is what it says', () => {
  /** Throws where the answer is not as the document has it, naming what differs. */
  async function checked(method: string, path: string, route: string, body?: unknown): Promise<Answer> {
    const answer = await admin.call(method, path, body)
    const responses = at(document, 'paths', `/admin/v1${route}`, method.toLowerCase(), 'responses')
    const status =
      String(answer.status) in responses ? String(answer.status) : `${Math.floor(answer.status / 100)}XX`
    const { schema } = at(responses, status, 'content', 'application/json')
    const pointers = JSON.parse(
      JSON.stringify(schema ?? { not: {} }).replaceAll('"#/components', '"openapi#/components'),
    ) as object // It was an object.
    const validate = ajv.compile(pointers)
    if (!validate(answer.body)) throw new Error(`${method} ${path}: ${ajv.errorsText(validate.errors)}`)
    return answer
  }

  test('of every resource, with nothing in it and with much', async () => {
    await checked('GET', '/keys', '/keys')
    await checked('GET', '/usage', '/usage')
    const made = await checked('POST', '/keys', '/keys', {
      name: 'full',
      models: ['smart', 'up/*'],
      limits: { rpm: 100, models: { smart: { tpm: 100_000 } } },
      budgets: [
        { usd: 1, window: '30d' },
        { tokens: 5_000_000, window: 'month' },
      ],
      expires_at: '2099-01-01',
      metadata: { a: [1] },
    })
    const id = asText(made.body.id)
    for (const body of [{}, { stream: true }, { model: 'up/error-500' }])
      await (await admin.chat(asText(made.body.key), body)).text()
    await checked('GET', '/keys', '/keys')
    await checked('GET', `/keys/${id}`, '/keys/{id}')
    await checked('PATCH', `/keys/${id}`, '/keys/{id}', { budgets: [], models: null })
    await checked('POST', `/keys/${id}/rotate`, '/keys/{id}/rotate', { grace: '1h' })
    await checked('POST', `/keys/${id}/block`, '/keys/{id}/block')
    await checked('POST', `/keys/${id}/unblock`, '/keys/{id}/unblock')
    const organization = await checked('POST', '/organizations', '/organizations', { name: 'Full' })
    const inIt = { name: 'Full', organization_id: organization.body.id }
    const project = await checked('POST', '/projects', '/projects', inIt)
    const member = await checked('POST', '/members', '/members', { email: 'full@example.com' })
    for (const [resource, made] of [
      ['organizations', organization],
      ['projects', project],
      ['members', member],
    ] as const) {
      await checked('GET', `/${resource}`, `/${resource}`)
      const one = `/${resource}/${asText(made.body.id)}`
      await checked('GET', one, `/${resource}/{id}`)
      await checked('PATCH', one, `/${resource}/{id}`, { name: 'Changed' })
    }
    await checked('POST', `/members/${asText(member.body.id)}/invitation`, '/members/{id}/invitation')
    for (const [resource, made] of [
      ['members', member],
      ['projects', project],
      ['organizations', organization],
    ] as const)
      await checked('DELETE', `/${resource}/${asText(made.body.id)}`, `/${resource}/{id}`)
    const seen = await admin.chat(MASTER, { user: 'full', portolan: { session: 'full' } })
    await seen.text()
    for (const path of ['/users', '/sessions', '/sign-ins']) await checked('GET', path, path)
    await checked('POST', '/users/full/block', '/users/{id}/block')
    await checked('POST', '/users/full/unblock', '/users/{id}/unblock')
    await checked('POST', '/session', '/session', { master_key: MASTER })
    const { data } = await checked('GET', `/exchanges?key_id=${id}`, '/exchanges')
    expect(data).toHaveLength(3)
    for (const each of data) await checked('GET', `/exchanges/${asText(each.id)}`, '/exchanges/{id}')
    await checked(
      'GET',
      '/usage?group_by=model,provider,key,organization,project,member,user,session,tag,dialect,day,hour',
      '/usage',
    )
    for (const path of ['/targets', '/models', '/providers', '/config', '/config/revisions'])
      await checked('GET', path, path)
    await checked('POST', '/config/validate', '/config/validate', 'models: 5')
    const put = await checked('PUT', '/config', '/config', admin.document({ recording: { bodies: 'none' } }))
    await checked('POST', '/config/rollback', '/config/rollback', { revision: put.body.revision })
    await checked('DELETE', `/keys/${id}`, '/keys/{id}')
  })

  test('of refusals too', async () => {
    for (const [method, path, route, body] of [
      ['POST', '/keys', '/keys', {}],
      ['GET', '/keys/none', '/keys/{id}', undefined],
      ['GET', '/exchanges?limit=0', '/exchanges', undefined],
      ['PUT', '/config', '/config', 'models: 5'],
    ] as const) {
      const { status } = await checked(method, path, route, body)
      expect(status).toBeGreaterThanOrEqual(400)
    }
  })

  test('and the check can fail', async () => {
    await expect(checked('GET', '/keys', '/usage/nothing')).rejects.toThrow('GET /keys')
    await expect(checked('GET', '/targets', '/providers')).rejects.toThrow('must have required property')
  })
})
