import swagger from '@fastify/swagger'
import Fastify from 'fastify'
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { GatewayError } from '../core/error.ts'
import type { AdminApp, Resource } from './admin-app.ts'
import { alerts } from './alerts.ts'
import type { AdminParts } from './admin-parts.ts'
import { audit } from './audit.ts'
import { auditing, keepSaid } from './auditing.ts'
import { authorizing } from './authorize.ts'
import { configDocument } from './config-document.ts'
import { configuration } from './config.ts'
import { drills } from './drills.ts'
import { explaining } from './explain.ts'
import { exchanges } from './exchanges/exchanges.ts'
import { exchangeTail } from './exchanges/tail.ts'
import { keys } from './keys/keys.ts'
import { members } from './members/members.ts'
import { models } from './models.ts'
import { OPENAPI } from './openapi.ts'
import { refuseOtherMethods } from './other-methods.ts'
import { organizations } from './owners/organizations.ts'
import { projects } from './owners/projects.ts'
import { parseBodies } from './parse-body.ts'
import { playground } from './playground.ts'
import { changingProviders } from './providers/change-provider.ts'
import { providers } from './providers/providers.ts'
import { attention } from './overview/attention.ts'
import { overview } from './overview/overview.ts'
import { refusing } from './refusal.ts'
import { budgets } from './rules/budgets.ts'
import { limits } from './rules/limits.ts'
import { scim } from './scim/scim.ts'
import { sessions } from './seen/sessions.ts'
import { users } from './seen/users.ts'
import { oidc } from './sign-in/oidc.ts'
import { session } from './sign-in/session.ts'
import { signIns } from './sign-in/sign-in-list.ts'
import { targets } from './targets.ts'
import { usage } from './usage.ts'
import { validate } from './validate.ts'

const RESOURCES: readonly Resource[] = [
  session,
  oidc,
  organizations,
  projects,
  members,
  signIns,
  users,
  sessions,
  keys,
  budgets,
  limits,
  exchanges,
  exchangeTail,
  usage,
  overview,
  attention,
  targets,
  models,
  providers,
  changingProviders,
  configuration,
  configDocument,
  explaining,
  drills,
  alerts,
  audit,
  playground,
]

/** The admin API, ready to route requests. It opens no port of its own. */
export async function buildAdminApp(parts: AdminParts): Promise<AdminApp> {
  const refuse = refusing(parts)
  const app = Fastify({
    genReqId: () => parts.gateway.ids.next('req'),
    frameworkErrors: refuse,
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validate)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(refuse)
  app.setNotFoundHandler(({ url }) => {
    throw new GatewayError('not_found', `There is nothing at ${url.split('?', 1)[0]?.slice(0, 200)}.`)
  })
  app.addHook('onRequest', async ({ id }, reply) => {
    reply.headers({ 'x-request-id': id, 'cache-control': 'no-store' })
  })
  app.decorateRequest('actor')
  app.decorateRequest('said')
  app.addHook('onRequest', authorizing(parts))
  app.addHook('preValidation', keepSaid)
  app.addHook('onSend', auditing(parts))
  parseBodies(app, parts)
  await app.register(swagger, OPENAPI)
  const refuseRest = refuseOtherMethods(app)
  await app.register(
    async (admin: AdminApp) => {
      admin.get('/openapi.json', DOCUMENT_ROUTE, async () => ({ ...app.swagger() }))
      for (const resource of RESOURCES) resource(admin, parts)
    },
    { prefix: '/admin/v1' },
  )
  await app.register(async (directory: AdminApp) => scim(directory, parts), { prefix: '/scim/v2' })
  refuseRest()
  await app.ready()
  return app
}

const DOCUMENT_ROUTE = {
  schema: {
    summary: 'This document',
    tags: ['openapi'],
    security: [],
    response: { 200: z.looseObject({}) },
  },
}
