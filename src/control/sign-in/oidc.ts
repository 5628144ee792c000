import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { OidcConfig } from '../../config/auth-config.ts'
import { GatewayError } from '../../core/error.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { MemberChanges } from '../members/change-member.ts'
import { isPlainLoopback, pathOf } from './cookie.ts'
import { type Begun, OidcFlow, originOf } from './oidc-flow.ts'
import { memberOf } from './oidc-member.ts'
import { begin } from './session.ts'

const tags = ['session']
const params = z.object({ name: z.string() })
const COOKIE = 'portolan_oidc'
const FLOW_S = 600
const begunSchema = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string() })
const html = { content: { 'text/html': { schema: z.string() } } }

/** `/session/oidc/{name}`: signing in with an OpenID Connect provider. */
export function oidc(app: AdminApp, parts: AdminParts): void {
  const flow = new OidcFlow(() => parts.gateway.clock.monotonicMs())
  const changes = new MemberChanges(parts)
  app.get(
    '/session/oidc/:name',
    {
      schema: {
        summary: 'Go to an OpenID Connect provider to sign in',
        tags,
        security: [],
        params,
        response: { 302: { description: 'To the provider.', ...html }, ...failures },
      },
    },
    async (request, reply) => {
      const config = configOf(request.params.name, parts)
      const { url, begun } = await flow.begin(config, callbackOf(request, config))
      reply.header('set-cookie', flowCookie(begun, request))
      return reply.redirect(url.href, 302)
    },
  )
  app.get(
    '/session/oidc/:name/callback',
    {
      schema: {
        summary: 'Where the provider sends the browser back to',
        tags,
        security: [],
        params,
        response: { 200: { description: 'A page that goes on to the dashboard.', ...html }, ...failures },
      },
    },
    async (request, reply) => {
      const config = configOf(request.params.name, parts)
      const url = new URL(callbackOf(request, config))
      url.search = new URL(request.url, url).search
      const claims = await flow.finish(config, url, begunOf(request))
      await begin(await memberOf(claims, config, parts, changes), request, reply, parts)
      return dashboard(request, reply)
    },
  )
}

/**
 * A page and no redirect: a browser that comes from the provider's page would follow one without the new cookie,
 * which is sent on navigations of our own pages alone.
 */
function dashboard({ headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const flowEnd = `${COOKIE}=; Path=${pathOf(headers)}; Max-Age=0; HttpOnly`
  return reply
    .header('set-cookie', flowEnd)
    .type('text/html; charset=utf-8')
    .serializer((page: string) => page)
    .send(
      `<!doctype html><meta http-equiv="refresh" content="0;url=${pathOf(headers)}"><title>Portolan</title>`,
    )
}

function configOf(name: string, { gateway }: AdminParts): OidcConfig {
  const config = gateway.snapshot().config.auth.oidc.find((each) => each.name === name)
  if (config !== undefined) return config
  throw new GatewayError('not_found', `There is no provider ${name.slice(0, 100)} to sign in with.`)
}

function callbackOf({ headers }: FastifyRequest, { name }: OidcConfig): string {
  return `${originOf(headers)}${pathOf(headers)}admin/v1/session/oidc/${name}/callback`
}

/** `Lax`, for it has to come back from the provider's page. */
function flowCookie(begun: Begun, { headers }: FastifyRequest): string {
  const value = Buffer.from(JSON.stringify(begun)).toString('base64url')
  const secure = isPlainLoopback(headers) ? '' : '; Secure'
  return `${COOKIE}=${value}; Path=${pathOf(headers)}; Max-Age=${FLOW_S}; HttpOnly${secure}; SameSite=Lax`
}

function begunOf({ headers }: FastifyRequest): Begun {
  const value = /(?:^|;\s*)portolan_oidc=([\w-]{1,2000})/.exec(headers.cookie ?? '')?.[1]
  try {
    return begunSchema.parse(JSON.parse(Buffer.from(value ?? '', 'base64url').toString()))
  } catch {
    throw new GatewayError(
      'key_invalid',
      'This browser has not begun to sign in, or too long ago. Try again.',
    )
  }
}
