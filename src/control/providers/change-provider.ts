import { z } from 'zod'
import { withProvider } from '../../config/edit-provider.ts'
import { GatewayError } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { changeable, documentInForce } from '../config-document.ts'
import { errorCode, failures } from '../errors.ts'
import { type Trial, tryCredential } from './credential-test.ts'

const tags = ['providers']
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'use small letters, digits and hyphens')
const params = z.object({ name })

const fields = {
  kind: z.string().min(1).max(64),
  api_key: z.string().min(1).max(4_096).exactOptional().describe('Or `${NAME}`, read from the environment.'),
  base_url: z.url().max(2_048).exactOptional(),
}
const model = z
  .string()
  .min(1)
  .max(256)
  .exactOptional()
  .describe('To try. Absent: the cheapest that is known.')

const verdict = z
  .object({
    verdict: z
      .enum(['works', 'refused', 'limited', 'unreachable', 'failed'])
      .describe('limited: the credential is good, and its quota or rate is used up.'),
    model: z.string(),
    status: z.int().nullable().describe('What the provider answered.'),
    code: errorCode.nullable(),
    message: z.string().nullable().describe('In its own words.'),
    ms: z.int(),
  })
  .meta({ id: 'CredentialVerdict' })

/** Setting, leaving out and trying providers. A change is one of the configuration document, and makes a revision. */
export function changingProviders(app: AdminApp, parts: AdminParts): void {
  addTrials(app, parts)
  app.put(
    '/providers/:name',
    {
      schema: {
        summary: 'Set a provider in the configuration document',
        tags,
        params,
        body: z.strictObject(fields),
        response: { 200: z.object({ revision: z.string() }), ...failures },
      },
    },
    async ({ params, body }) => ({ revision: await setProvider(params.name, { ...body }, parts) }),
  )
  app.delete(
    '/providers/:name',
    {
      schema: {
        summary: 'Leave a provider out of the configuration document',
        tags,
        params,
        response: { 200: z.object({ revision: z.string() }), ...failures },
      },
    },
    async ({ params }) => {
      if (!parts.gateway.snapshot().providers.has(params.name)) throw noProvider(params.name)
      return { revision: await setProvider(params.name, null, parts) }
    },
  )
}

async function setProvider(named: string, provider: JsonObject | null, parts: AdminParts): Promise<string> {
  const text = await documentInForce(parts)
  return await changeable(parts.live).put(withProvider(text, named, provider))
}

function addTrials(app: AdminApp, parts: AdminParts): void {
  app.post(
    '/providers/test',
    {
      config: { changesNothing: true },
      schema: {
        summary: 'Try a credential that is not configured: asks for a few tokens',
        tags,
        body: z.strictObject({ ...fields, model }),
        response: { 200: verdict, ...failures },
      },
    },
    async ({ body }) => await tryCredential(trialOf(body, parts), parts),
  )
  app.post(
    '/providers/:name/test',
    {
      config: { changesNothing: true },
      schema: {
        summary: 'Try a configured provider: asks for a few tokens',
        tags,
        params,
        body: z.strictObject({ model }).nullish(),
        response: { 200: verdict, ...failures },
      },
    },
    async ({ params, body }) => {
      const configured = parts.gateway.snapshot().providers.get(params.name)
      if (configured === undefined) throw noProvider(params.name)
      const { provider, origin, basePath, config } = configured
      const credential = config.credentials[0]?.value ?? null
      const trial = {
        provider,
        origin,
        basePath,
        credential,
        headers: config.headers,
        model: body?.model ?? null,
      }
      return await tryCredential(trial, parts)
    },
  )
}

function trialOf(
  body: {
    readonly kind: string
    readonly api_key?: string
    readonly base_url?: string
    readonly model?: string
  },
  { providers }: AdminParts,
): Trial {
  const provider = providers.find(({ kind }) => kind === body.kind)
  if (provider === undefined)
    throw new GatewayError(
      'invalid_request',
      `kind must be one of ${providers.map(({ kind }) => kind).join(', ')}.`,
      {
        param: 'kind',
      },
    )
  const address = body.base_url ?? provider.baseUrl
  if (address === null)
    throw new GatewayError('invalid_request', 'base_url is required for this kind.', { param: 'base_url' })
  const { origin, pathname } = new URL(address)
  const model = body.model ?? null
  return {
    provider,
    origin,
    basePath: pathname.replace(/\/+$/, ''),
    credential: body.api_key ?? null,
    headers: {},
    model,
  }
}

function noProvider(named: string): GatewayError {
  return new GatewayError('not_found', `There is no provider ${named}.`)
}
