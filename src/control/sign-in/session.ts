import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { GatewayError } from '../../core/error.ts'
import type { Member } from '../../core/identity.ts'
import { hashSecret } from '../../gateway/key-ring.ts'
import { addressOf } from '../actor.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { isoTime, time } from '../fields.ts'
import { memberRole } from '../members/member-view.ts'
import { Attempts } from './attempts.ts'
import { sessionCookie } from './cookie.ts'
import { checkSameOrigin, csrfToken } from './csrf.ts'
import { Passwords } from './passwords.ts'
import { endOf, SIGN_IN_MS, signIn, type SignedIn } from './sign-ins.ts'

const tags = ['session']
const PASSWORD_CHARS_MIN = 12
const secretText = z.string().min(1).max(1_000)
const newPassword = z.string().min(PASSWORD_CHARS_MIN).max(256)

const signInBody = z
  .union([
    z.strictObject({ master_key: secretText }),
    z.strictObject({ email: z.string().max(254), password: secretText }),
  ])
  .meta({ id: 'SignIn' })
const invitationBody = z.strictObject({ token: secretText, password: newPassword })
const passwordBody = z.strictObject({ password: secretText, new_password: newPassword })

const sessionSchema = z
  .object({
    member: z
      .object({ id: z.string(), name: z.string(), email: z.string(), role: memberRole })
      .nullable()
      .describe('Null: signed in with the master key.'),
    role: memberRole,
    csrf_token: z.string().describe('To be sent with every change, as `x-portolan-csrf`.'),
    expires_at: time.describe('If nothing more is asked until then.'),
  })
  .meta({ id: 'Session' })
const answers = { 200: sessionSchema, ...failures }

interface SignInParts {
  readonly attempts: Attempts
  readonly passwords: Passwords
}

/** `/session`: the browser that is signed in, by a cookie. */
export function session(app: AdminApp, parts: AdminParts): void {
  const own = { attempts: new Attempts(parts.gateway.clock), passwords: new Passwords() }
  addSigningIn(app, parts, own)
  addPasswords(app, parts, own)
  addCurrent(app, parts)
}

function addSigningIn(app: AdminApp, parts: AdminParts, { attempts, passwords }: SignInParts): void {
  app.post(
    '/session',
    { schema: { summary: 'Sign in', tags, security: [], body: signInBody, response: answers } },
    async (request, reply) => {
      checkSameOrigin(request.headers, false)
      const { body } = request
      const account = 'email' in body ? body.email.toLowerCase() : null
      const found = await attempts.take({ address: addressOf(request, parts), account }, async () => {
        if ('master_key' in body)
          return parts.gateway.keys.isMaster(body.master_key) ? { member: null } : null
        const member = await parts.store.identity('findMember', { by: 'email', email: account ?? '' })
        const isRight = await passwords.matches(body.password, member?.password ?? null)
        return isRight && member?.active === true ? { member } : null
      })
      if (found === null) throw new GatewayError('key_invalid', 'This is not the key, or not the password.')
      return begin(found.member, request, reply, parts)
    },
  )
}

function addPasswords(app: AdminApp, parts: AdminParts, own: SignInParts): void {
  const { attempts, passwords } = own
  const { store, gateway } = parts
  app.post(
    '/session/invitation',
    {
      schema: {
        summary: 'Set a password with the token of an invitation, and sign in',
        tags,
        security: [],
        body: invitationBody,
        response: answers,
      },
    },
    async (request, reply) => {
      checkSameOrigin(request.headers, false)
      const { token, password } = request.body
      const member = await attempts.take({ address: addressOf(request, parts), account: null }, async () => {
        const invited = await store.identity('findMember', { by: 'invitation', hash: hashSecret(token) })
        const untilMs = invited?.invitation?.untilMs ?? 0
        return untilMs > gateway.clock.now() && invited?.active === true ? invited : null
      })
      if (member === null)
        throw new GatewayError('key_invalid', 'This invitation is not open, or not any more.')
      const changed = { ...member, password: await passwords.hash(password), invitation: null }
      await store.identity('updateMember', { ...changed, updatedAtMs: gateway.clock.now() })
      return begin(changed, request, reply, parts)
    },
  )
  app.post(
    '/session/password',
    {
      schema: {
        summary: 'Change the own password; the member’s other sessions end',
        tags,
        body: passwordBody,
        response: answers,
      },
    },
    (request) => changePassword(request, request.body, parts, own),
  )
}

async function changePassword(
  request: FastifyRequest,
  body: z.output<typeof passwordBody>,
  parts: AdminParts,
  { attempts, passwords }: SignInParts,
): Promise<z.output<typeof sessionSchema>> {
  const { signedIn } = request.actor
  const { store, gateway } = parts
  const member = signedIn?.member ?? null
  if (signedIn === null || member === null)
    throw new GatewayError('permission_denied', 'Only a member who is signed in has a password to change.')
  const isRight = await attempts.take(
    { address: addressOf(request, parts), account: member.email },
    async () => ((await passwords.matches(body.password, member.password)) ? true : null),
  )
  if (isRight === null)
    throw new GatewayError('permission_denied', 'This is not the password.', { param: 'password' })
  const password = await passwords.hash(body.new_password)
  await store.identity('updateMember', { ...member, password, updatedAtMs: gateway.clock.now() })
  await store.identity('deleteSignInsOf', member.id, signedIn.signIn.id)
  return sessionView(signedIn)
}

function addCurrent(app: AdminApp, parts: AdminParts): void {
  app.get(
    '/session',
    { schema: { summary: 'Who is signed in', tags, response: answers } },
    async ({ actor: { signedIn } }) => {
      if (signedIn !== null) return sessionView(signedIn)
      throw new GatewayError('key_missing', 'No browser is signed in here; an API key has no session.')
    },
  )
  app.delete(
    '/session',
    {
      schema: {
        summary: 'Sign out',
        tags,
        response: { 200: z.object({ deleted: z.literal(true) }), ...failures },
      },
    },
    async ({ actor: { signedIn }, headers }, reply) => {
      if (signedIn !== null) await parts.store.identity('deleteSignIn', signedIn.signIn.id, null)
      reply.header('set-cookie', sessionCookie(null, 0, headers))
      return { deleted: true as const }
    },
  )
}

/** Signs the browser in that has shown who it is for. */
export async function begin(
  member: Member | null,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: AdminParts,
) {
  const { headers } = request
  const from = { address: addressOf(request, parts), userAgent: headers['user-agent'] }
  const signedIn = await signIn(member, from, parts)
  reply.header('set-cookie', sessionCookie(signedIn.secret, SIGN_IN_MS, headers))
  return sessionView(signedIn)
}

function sessionView({ secret, signIn: begun, member }: SignedIn): z.output<typeof sessionSchema> {
  return {
    member:
      member === null ? null : { id: member.id, name: member.name, email: member.email, role: member.role },
    role: member?.role ?? 'owner',
    csrf_token: csrfToken(secret),
    expires_at: isoTime(endOf(begun)),
  }
}
