import { z } from 'zod'
import { alertView } from '../alerts/alert-board.ts'
import { ALERT_TYPES } from '../core/alert.ts'
import type { AdminApp } from './admin-app.ts'
import type { AdminParts } from './admin-parts.ts'
import { failures } from './errors.ts'
import { time } from './fields.ts'
import { pageOfNewest, pageQuery, pageRequest, pageSchema, pageView } from './page.ts'

const schema = z
  .object({
    id: z.string(),
    time,
    type: z.enum(ALERT_TYPES),
    state: z.enum(['raised', 'cleared']).describe('cleared: what had passed a limit is within it again.'),
    reason: z.string(),
    from: z.number().nullable().describe('What was. Null: not known.'),
    to: z.number().nullable().describe('What is.'),
    subject: z.record(z.string(), z.string()).describe('What it is about, by kind, e.g. `provider`.'),
  })
  .meta({ id: 'Alert' })

/** `/alerts`: what has passed a limit since this process started. */
export function alerts(app: AdminApp, { alerts }: AdminParts): void {
  app.get(
    '/alerts',
    {
      schema: {
        summary: 'List alerts, newest first',
        description: 'The last thousand of this process, since it started.',
        tags: ['alerts'],
        querystring: z.strictObject({
          ...pageQuery,
          type: z.enum(ALERT_TYPES).exactOptional(),
        }),
        response: { 200: pageSchema(schema), ...failures },
      },
    },
    async ({ query: { type, ...page } }) => {
      const all = alerts.latest().filter((alert) => type === undefined || alert.type === type)
      return pageView(
        pageOfNewest(all, pageRequest(page), ({ id }) => id),
        alertView,
      )
    },
  )
}
