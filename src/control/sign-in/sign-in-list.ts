import { z } from 'zod'
import { GatewayError } from '../../core/error.ts'
import type { SignIn } from '../../core/identity.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { isoTime, time } from '../fields.ts'
import { pageQuery, pageRequest, pageSchema, pageView } from '../page.ts'
import { endOf } from './sign-ins.ts'

const tags = ['session']

const signInSchema = z
  .object({
    id: z.string(),
    member_id: z.string().nullable().describe('Null: with the master key.'),
    address: z.string(),
    user_agent: z.string(),
    created_at: time,
    seen_at: time,
    expires_at: time,
  })
  .meta({ id: 'SignedIn' })

/** `/sign-ins`: the browsers that are signed in. */
export function signIns(app: AdminApp, { store, gateway }: AdminParts): void {
  app.get(
    '/sign-ins',
    {
      schema: {
        summary: 'List the browsers that are signed in, newest first',
        tags,
        querystring: z.strictObject({ member_id: z.string().exactOptional(), ...pageQuery }),
        response: { 200: pageSchema(signInSchema), ...failures },
      },
    },
    async ({ query: { member_id, ...page }, actor: { organizationId } }) => {
      const filter = {
        nowMs: gateway.clock.now(),
        ...(member_id === undefined ? {} : { memberId: member_id }),
        ...(organizationId === null ? {} : { organizationId }),
      }
      return pageView(await store.identity('listSignIns', filter, pageRequest(page)), signInView)
    },
  )
  app.delete(
    '/sign-ins/:id',
    {
      schema: {
        summary: 'Sign a browser out',
        tags,
        params: z.object({ id: z.string() }),
        response: { 200: z.object({ id: z.string(), deleted: z.literal(true) }), ...failures },
      },
    },
    async ({ params: { id }, actor: { organizationId } }) => {
      if (await store.identity('deleteSignIn', id, organizationId)) return { id, deleted: true as const }
      throw new GatewayError('not_found', `There is no sign-in ${id.slice(0, 100)}.`)
    },
  )
}

function signInView(signIn: SignIn): z.output<typeof signInSchema> {
  return {
    id: signIn.id,
    member_id: signIn.memberId,
    address: signIn.address,
    user_agent: signIn.userAgent,
    created_at: isoTime(signIn.createdAtMs),
    seen_at: isoTime(signIn.seenAtMs),
    expires_at: isoTime(endOf(signIn)),
  }
}
