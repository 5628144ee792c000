import { z } from 'zod'
import { resolveModel } from '../gateway/resolve-model.ts'
import type { AdminApp } from './admin-app.ts'
import type { AdminParts } from './admin-parts.ts'
import { failures } from './errors.ts'
import { pageOfNamed, pageQuery, pageRequest, pageSchema, pageView } from './page.ts'

const schema = z
  .object({
    name: z.string(),
    source: z.enum(['config', 'catalogue']).describe('Whether it has a route of its own.'),
    strategy: z.string(),
    targets: z.array(z.string()).describe('Ids of its own targets, fallbacks apart.'),
    fallbacks: z.array(z.string()).describe('Names that are tried when all of them have failed.'),
  })
  .meta({ id: 'Model' })

type Model = z.output<typeof schema>

/** `/models`: the names that callers may use. */
export function models(app: AdminApp, { gateway }: AdminParts): void {
  app.get(
    '/models',
    {
      schema: {
        summary: 'Model names, and where they lead',
        description: 'Names of the form `provider/native-id` work too, and are not listed.',
        tags: ['models'],
        querystring: z.strictObject(pageQuery),
        response: { 200: pageSchema(schema), ...failures },
      },
    },
    async ({ query }) => {
      const page = pageOfNamed(names(gateway), pageRequest(query), (name) => name)
      return pageView(page, (name) => modelView(name, gateway))
    },
  )
}

function names({ snapshot, catalogue }: AdminParts['gateway']): readonly string[] {
  const { providers, routes } = snapshot()
  const kinds = new Set([...providers.values()].map(({ provider }) => provider.kind))
  const served = catalogue
    .slugs()
    .filter((slug) => catalogue.bySlug(slug).some(({ kind }) => kinds.has(kind)))
  return [...new Set([...routes.keys(), ...served])]
}

function modelView(name: string, { snapshot, catalogue, clock }: AdminParts['gateway']): Model {
  const current = snapshot()
  const { targets, strategy, fallbacks } = resolveModel(name, current, catalogue, clock.now())
  return {
    name,
    source: current.routes.has(name) ? 'config' : 'catalogue',
    strategy,
    targets: targets.map(({ id }) => id),
    fallbacks: fallbacks.map((route) => route.name),
  }
}
