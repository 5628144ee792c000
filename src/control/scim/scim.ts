import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { GatewayError } from '../../core/error.ts'
import type { Member } from '../../core/identity.ts'
import { secretOf } from '../../gateway/authenticate.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { findMember, MemberChanges } from '../members/change-member.ts'
import { isSame } from '../sign-in/csrf.ts'
import { describeScim } from './describe-scim.ts'
import { memberFields, patchBody, patched, userBody, userView } from './scim-user.ts'

const COUNT_MAX = 200
/** No directory of one gateway has more. */
const MEMBERS_MAX = 10_000
const params = z.object({ id: z.string() })
const query = z.looseObject({
  filter: z.string().max(500).exactOptional(),
  startIndex: z.coerce.number().int().default(1),
  count: z.coerce.number().int().min(0).default(100),
})
const hidden = { hide: true }

/**
 * `/scim/v2`: members, as a directory provisions them. https://www.rfc-editor.org/rfc/rfc7644
 * It has a token of its own, and may do nothing else.
 */
export function scim(app: AdminApp, parts: AdminParts): void {
  const changes = new MemberChanges(parts)
  app.addHook('onRequest', async (request, reply) => {
    reply.type('application/scim+json')
    checkToken(request, parts)
  })
  app.setErrorHandler(refuse)
  describeScim(app)
  addReading(app, parts)
  addChanging(app, changes)
}

function checkToken({ headers }: FastifyRequest, { gateway }: AdminParts): void {
  const { scimToken } = gateway.snapshot().config.auth
  const sent = secretOf(headers)
  if (scimToken !== null && sent !== null && isSame(sent, scimToken)) return
  throw new GatewayError('key_invalid', 'This needs the token of auth.scim in the configuration.')
}

function addReading(app: AdminApp, parts: AdminParts): void {
  app.get('/Users', { schema: { ...hidden, querystring: query } }, async ({ query: asked }) => {
    const { filter, startIndex, count } = asked
    const found = filter === undefined ? await allMembers(parts) : await filtered(filter, parts)
    const first = Math.max(1, startIndex)
    const shown = found.slice(first - 1, first - 1 + Math.min(count, COUNT_MAX))
    return {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: found.length,
      startIndex: first,
      itemsPerPage: shown.length,
      Resources: shown.map(userView),
    }
  })
  app.get('/Users/:id', { schema: { ...hidden, params } }, async ({ params: { id } }) =>
    userView(await findMember(id, parts)),
  )
}

function addChanging(app: AdminApp, changes: MemberChanges): void {
  app.post('/Users', { schema: { ...hidden, body: userBody } }, async ({ body }, reply) =>
    reply.status(201).send(userView(await changes.create(memberFields(body)))),
  )
  app.put(
    '/Users/:id',
    { schema: { ...hidden, params, body: userBody } },
    async ({ params: { id }, body }) => {
      const { email, name, active, externalId } = memberFields(body)
      const fields = { email, name, active, externalId: externalId ?? null }
      return userView(await changes.change(id, () => fields))
    },
  )
  app.patch(
    '/Users/:id',
    { schema: { ...hidden, params, body: patchBody } },
    async ({ params: { id }, body }) => userView(await changes.change(id, (member) => patched(member, body))),
  )
  app.delete('/Users/:id', { schema: { ...hidden, params } }, async ({ params: { id } }, reply) => {
    await changes.delete(id)
    return reply.status(204).send()
  })
}

/** The one filter that directories look for a user with before they make one. */
async function filtered(filter: string, { store }: AdminParts): Promise<readonly Member[]> {
  const [, userName] = /^\s*userName\s+eq\s+"([^"\\]*)"\s*$/i.exec(filter) ?? []
  if (userName === undefined)
    throw new GatewayError('invalid_request', 'A filter has the form: userName eq "ada@example.com".')
  const member = await store.identity('findMember', { by: 'email', email: userName.toLowerCase() })
  return member === null ? [] : [member]
}

async function allMembers({ store }: AdminParts): Promise<readonly Member[]> {
  const all: Member[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listPage>> = await listPage(store, cursor)
    all.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null && all.length < MEMBERS_MAX)
  return all
}

function listPage(store: AdminParts['store'], cursor: string | null) {
  return store.identity('listMembers', {}, { limit: 500, cursor })
}

/** In the shape of https://www.rfc-editor.org/rfc/rfc7644#section-3.12 */
function refuse(thrown: unknown, _request: FastifyRequest, reply: FastifyReply): void {
  const error = GatewayError.from(thrown)
  const { status } = error.traits
  reply.status(status).send({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    detail: error.message,
    ...(error.code === 'conflict' ? { scimType: 'uniqueness' } : {}),
  })
}
