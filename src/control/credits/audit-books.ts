import { z } from 'zod'
import type { BooksFault } from '../../storage/credit-store.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { isoTimeOrNull, time } from '../fields.ts'

const verdict = z
  .object({
    ok: z.boolean(),
    wallets: z.int().describe('How many were counted anew.'),
    since: time.nullable().describe('From when on spending was counted anew. Null: there are no exchanges.'),
    until: time.nullable(),
    differences: z.array(
      z.object({
        figure: z.string(),
        booked: z.number().describe('Money in nanos.'),
        recomputed: z.number(),
      }),
    ),
  })
  .meta({ id: 'BooksVerdict' })

/** `/audit/books`: whether all sums are what they are sums of. */
export function auditBooks(app: AdminApp, parts: AdminParts): void {
  app.get(
    '/audit/books',
    {
      schema: {
        summary: 'Count wallets and spending anew, and name every difference',
        description: `Of differences the first ${DIFFERENCES_MAX} are named.`,
        tags: ['audit'],
        response: { 200: verdict, ...failures },
      },
    },
    async () => await audited(parts),
  )
}

async function audited({ store }: AdminParts): Promise<z.output<typeof verdict>> {
  await store.catchUp()
  const differences: BooksFault[] = [...(await store.credit('auditWallets'))]
  const span = await store.credit('spendSpan')
  // A little at a time, so that exchanges are taken in between.
  const { fromMs: beginMs, untilMs: endMs } = span ?? { fromMs: 0, untilMs: 0 }
  for (let fromMs = beginMs; fromMs < endMs && differences.length < DIFFERENCES_MAX; fromMs += STEP_MS) {
    const untilMs = Math.min(fromMs + STEP_MS, endMs)
    differences.push(...(await store.credit('auditSpend', { fromMs, untilMs })))
  }
  const wallets = await store.credit('listWallets')
  return {
    ok: differences.length === 0,
    wallets: wallets.length,
    since: isoTimeOrNull(span?.fromMs ?? null),
    until: isoTimeOrNull(span?.untilMs ?? null),
    differences: differences.slice(0, DIFFERENCES_MAX),
  }
}

const DIFFERENCES_MAX = 1_000
const STEP_MS = 3_600_000
