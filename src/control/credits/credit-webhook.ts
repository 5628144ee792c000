import { z } from 'zod'
import { refusalOfWebhook } from '../../alerts/verify-webhook.ts'
import { GatewayError } from '../../core/error.ts'
import { parseJsonObject } from '../../core/json.ts'
import { usdToNanos } from '../../core/money.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { topUpSchema } from './credit-view.ts'
import { ownerOf, pay, usdPaid } from './credits.ts'

/** What else a shop says of a purchase is its own affair. */
const event = z.looseObject({
  type: z.literal('credit.purchased'),
  id: z.string().min(1).max(200),
  organization_id: z.string().exactOptional(),
  project_id: z.string().exactOptional(),
  usd: usdPaid,
})

const signed = z.looseObject({
  'webhook-id': z.string().exactOptional(),
  'webhook-timestamp': z.string().exactOptional(),
  'webhook-signature': z.string().exactOptional(),
})

/** `/credits/webhook`: where a shop tells what was bought. Nobody signs in; the message itself is signed. */
export function creditWebhook(app: AdminApp, parts: AdminParts): void {
  app.post(
    '/credits/webhook',
    {
      config: { takesText: true },
      schema: {
        summary: 'Book what a shop says was bought, once for each id of an event',
        description: 'Signed as standardwebhooks.com has it, with `credits.webhook_secret`.',
        tags: ['credits'],
        security: [],
        headers: signed,
        body: z.string().describe('`{ type: "credit.purchased", id, organization_id or project_id, usd }`'),
        response: { 200: topUpSchema, ...failures },
      },
    },
    async ({ body, headers }) => {
      verify(body, headers, parts)
      const { id, usd, ...owner } = read(body)
      const payment = { ...ownerOf(owner), amountNanos: usdToNanos(usd), expiresAtMs: null, reference: id }
      const { shown } = await pay({ ...payment, idempotencyKey: `event:${id}` }, parts)
      return shown
    },
  )
}

function verify(body: string, headers: z.output<typeof signed>, { gateway }: AdminParts): void {
  const { webhookSecret } = gateway.snapshot().config.credits
  if (webhookSecret === null)
    throw new GatewayError('not_found', 'Nothing is taken here without credits.webhook_secret.')
  const message = {
    id: headers['webhook-id'] ?? null,
    timestamp: headers['webhook-timestamp'] ?? null,
    signatures: headers['webhook-signature'] ?? null,
    body,
  }
  const refusal = refusalOfWebhook(message, webhookSecret, gateway.clock.now())
  if (refusal !== null) throw new GatewayError('key_invalid', `This message is not believed: ${refusal}.`)
}

function read(body: string): z.output<typeof event> {
  const { data, error } = event.safeParse(parseJsonObject(body))
  if (data !== undefined) return data
  const [issue] = error.issues
  const param = issue?.path.join('.') ?? ''
  throw new GatewayError('invalid_request', `This event is not understood: ${param} ${issue?.message}.`, {
    param,
  })
}
