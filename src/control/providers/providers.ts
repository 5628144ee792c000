import { z } from 'zod'
import type { CredentialConfig } from '../../config/config.ts'
import type { ConfiguredProvider } from '../../gateway/snapshot.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { pageOfNamed, pageQuery, pageRequest, pageSchema, pageView } from '../page.ts'

/** A hint at a shorter secret would be too much of it. */
const HINTED_CHARS_MIN = 12

const schema = z
  .object({
    name: z.string(),
    kind: z.string(),
    wire: z.string().describe('The API format that it speaks.'),
    base_url: z.string(),
    credentials: z.array(
      z.object({
        name: z.string(),
        hint: z.string().nullable().describe('The last four characters.'),
        weight: z.number(),
      }),
    ),
    headers: z.array(z.string()).describe('Names of the headers that are added to every request.'),
  })
  .meta({ id: 'Provider' })

/** `/providers`: the upstream APIs that are configured. Credentials go in by the configuration and never come out. */
export function providers(app: AdminApp, { gateway }: AdminParts): void {
  app.get(
    '/providers',
    {
      schema: {
        summary: 'Configured providers',
        tags: ['providers'],
        querystring: z.strictObject(pageQuery),
        response: { 200: pageSchema(schema), ...failures },
      },
    },
    async ({ query }) => {
      const configured = [...gateway.snapshot().providers.values()]
      return pageView(
        pageOfNamed(configured, pageRequest(query), ({ name }) => name),
        providerView,
      )
    },
  )
}

function providerView({
  name,
  provider,
  config,
  origin,
  basePath,
}: ConfiguredProvider): z.output<typeof schema> {
  return {
    name,
    kind: provider.kind,
    // A format that nobody else speaks goes by the name of its kind.
    wire: provider.wire ?? provider.kind,
    base_url: origin + basePath,
    credentials: config.credentials.map(credentialView),
    headers: Object.keys(config.headers),
  }
}

function credentialView({ name, value, weight }: CredentialConfig) {
  return { name, hint: value.length >= HINTED_CHARS_MIN ? value.slice(-4) : null, weight }
}
