import { Readable } from 'node:stream'
import { z } from 'zod'
import { GatewayError } from '../../core/error.ts'
import { storedOwnerId } from '../../core/identity.ts'
import { usdToNanos } from '../../core/money.ts'
import type { Wallet } from '../../core/wallet.ts'
import { type Payment, topUp } from '../../gateway/top-up.ts'
import type { WalletCounter } from '../../ledger/wallet-counter.ts'
import type { EntryFilter } from '../../storage/credit-store.ts'
import { PAGE_LIMIT_MAX } from '../../storage/store.ts'
import type { Actor } from '../actor.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { instant } from '../fields.ts'
import { pageOfNamed, pageQuery, pageRequest, pageSchema, pageView } from '../page.ts'
import { isWithin } from '../scope.ts'
import {
  entrySchema,
  entryView,
  statementHead,
  statementLine,
  topUpSchema,
  topUpView,
  walletSchema,
  walletView,
} from './credit-view.ts'

const tags = ['credits']
const params = z.object({ id: z.string() })
const span = { since: instant().exactOptional(), until: instant().exactOptional() }

/** One payment: at least a nano, at most a million. */
export const usdPaid = z.number().min(1e-9).max(1_000_000)

const topUpBody = z
  .strictObject({
    organization_id: z.string().exactOptional().describe('This, or a project.'),
    project_id: z.string().exactOptional(),
    usd: usdPaid,
    expires_at: instant().exactOptional().describe('What is not used by then is gone. Absent: never.'),
    reference: z.string().min(1).max(200).describe('For your own books: an invoice, an order.'),
  })
  .meta({ id: 'TopUpCreate' })

/** `/credits`: what is paid in advance, and what became of it. */
export function credits(app: AdminApp, parts: AdminParts): void {
  addWallets(app, parts)
  addEntries(app, parts)
}

function addWallets(app: AdminApp, parts: AdminParts): void {
  const { wallets } = parts.gateway.books
  app.get(
    '/credits',
    {
      schema: {
        summary: 'List wallets, with what is left in them',
        tags,
        querystring: z.strictObject(pageQuery),
        response: { 200: pageSchema(walletSchema), ...failures },
      },
    },
    async ({ query, actor }) => {
      const seen = wallets.all.filter(({ wallet }) => isWithin(actor, owned(wallet)))
      return pageView(
        pageOfNamed(seen, pageRequest(query), ({ wallet }) => wallet.id),
        walletView,
      )
    },
  )
  app.post(
    '/credits',
    {
      schema: {
        summary: 'Add credits to an organization or a project',
        description:
          'The first makes its wallet: from then on it is paid from that, and refused when it is empty.',
        tags,
        headers: z.looseObject({
          'idempotency-key': z
            .string()
            .min(1)
            .max(200)
            .describe('The same key books once, however often it is sent.'),
        }),
        body: topUpBody,
        response: { 200: topUpSchema, 201: topUpSchema, ...failures },
      },
    },
    async ({ body, headers }, reply) => {
      const { usd, expires_at: expiresAtMs = null, reference, ...owner } = body
      const payment = { amountNanos: usdToNanos(usd), expiresAtMs, reference }
      const idempotencyKey = `api:${headers['idempotency-key']}`
      const { isNew, shown } = await pay({ ...payment, ...ownerOf(owner), idempotencyKey }, parts)
      return reply.code(isNew ? 201 : 200).send(shown)
    },
  )
}

/** Books a payment, and shows it with the wallet it went to. */
export async function pay(
  payment: Payment,
  { gateway, store }: AdminParts,
): Promise<{ readonly isNew: boolean; readonly shown: z.output<typeof topUpSchema> }> {
  const { topUp: booked, wallet, isNew } = await topUp(payment, store, gateway)
  const counter = gateway.books.wallets.get(wallet.id)
  if (counter === undefined) throw new Error(`The wallet ${wallet.id} is in the store alone.`)
  return { isNew, shown: topUpView(booked, counter) }
}

export function ownerOf({
  organization_id,
  project_id,
}: {
  readonly organization_id?: string
  readonly project_id?: string
}): Pick<Payment, 'organizationId' | 'projectId'> {
  return {
    ...(organization_id === undefined ? {} : { organizationId: organization_id }),
    ...(project_id === undefined ? {} : { projectId: project_id }),
  }
}

function addEntries(app: AdminApp, parts: AdminParts): void {
  app.get(
    '/credits/:id/entries',
    {
      schema: {
        summary: 'Everything that was booked in a wallet, newest first',
        tags,
        params,
        querystring: z.strictObject({ ...pageQuery, ...span }),
        response: { 200: pageSchema(entrySchema), ...failures },
      },
    },
    async ({ params: { id }, query, actor }) => {
      const { wallet } = findWallet(id, actor, parts)
      await parts.store.catchUp()
      const page = await parts.store.credit('pageEntries', entryFilter(wallet, query), pageRequest(query))
      return pageView(page, (entry) => entryView(entry, wallet))
    },
  )
  app.get(
    '/credits/:id/statement',
    {
      schema: {
        summary: 'The same in one file, newest first',
        tags,
        params,
        querystring: z.strictObject({ format: z.enum(['csv']).default('csv'), ...span }),
        response: {
          200: {
            description: 'A line for each entry.',
            content: { 'text/csv': { schema: z.custom<Readable>().meta({ type: 'string' }) } },
          },
          ...failures,
        },
      },
    },
    async ({ params: { id }, query, actor }, reply) => {
      const { wallet } = findWallet(id, actor, parts)
      await parts.store.catchUp()
      reply.headers({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="statement-${wallet.id}.csv"`,
      })
      return reply.send(Readable.from(statement(wallet, entryFilter(wallet, query), parts)))
    },
  )
}

async function* statement(
  wallet: Wallet,
  filter: EntryFilter,
  { store }: AdminParts,
): AsyncGenerator<string> {
  yield statementHead()
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof store.credit<'pageEntries'>>> = await store.credit(
      'pageEntries',
      filter,
      { limit: PAGE_LIMIT_MAX, cursor },
    )
    yield page.items.map((entry) => statementLine(entry, wallet)).join('')
    cursor = page.nextCursor
  } while (cursor !== null)
}

function entryFilter(
  { id }: Wallet,
  { since, until }: { readonly since?: number; readonly until?: number },
): EntryFilter {
  return {
    walletId: id,
    ...(since === undefined ? {} : { sinceMs: since }),
    ...(until === undefined ? {} : { untilMs: until }),
  }
}

/** Throws `not_found`, also for one that is not for the actor's eyes. */
function findWallet(id: string, actor: Actor, { gateway }: AdminParts): WalletCounter {
  const counter = gateway.books.wallets.get(id)
  if (counter !== undefined && isWithin(actor, owned(counter.wallet))) return counter
  throw new GatewayError('not_found', `There is no wallet ${id.slice(0, 100)}.`)
}

function owned({ organizationId, projectId }: Wallet) {
  return {
    organizationId: storedOwnerId(organizationId),
    projectId: projectId === null ? null : storedOwnerId(projectId),
  }
}
