import { Readable } from 'node:stream'
import { z } from 'zod'
import type { AuditCheckpoint, AuditEvent } from '../audit/audit-event.ts'
import { writeExportLine } from '../audit/export-line.ts'
import { ChainVerifier } from '../audit/verify.ts'
import { storedOwnerId } from '../core/identity.ts'
import { isJsonObject, parseJsonObject } from '../core/json.ts'
import { PAGE_LIMIT_MAX, type Store } from '../storage/store.ts'
import type { AdminApp } from './admin-app.ts'
import type { AdminParts } from './admin-parts.ts'
import { failures } from './errors.ts'
import { instant, isoTime, time } from './fields.ts'
import { pageQuery, pageRequest, pageSchema, pageView } from './page.ts'

const tags = ['audit']

const event = z
  .object({
    seq: z.int().describe('From 1 on, without gaps.'),
    time,
    actor: z.string().describe('`master`, `gateway`, `key:…` or `member:…`.'),
    action: z.string().describe('The resource and the deed: `keys.create`.'),
    subject: z.string().nullable().describe('The id of what it was done to.'),
    organization_id: z.string().nullable(),
    details: z.looseObject({}).nullable().describe('Without secrets. Null: erased.'),
    digest: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEvent' })

const checkpoint = z
  .object({
    seq: z.int(),
    hash: z.string(),
    time,
    public_key: z.string().describe('Ed25519, as SPKI in base64.'),
    signature: z.string().describe('In base64.'),
  })
  .meta({ id: 'AuditCheckpoint', description: 'A signature under the chain up to one event.' })

const verdict = z.union([
  z.object({ ok: z.literal(true), events: z.int(), head: z.string() }),
  z.object({
    ok: z.literal(false),
    events: z.int().describe('Before the first bad one.'),
    first_bad: z.object({ seq: z.int(), reason: z.string() }),
  }),
])

const filter = {
  actor: z.string().exactOptional(),
  action: z.string().exactOptional(),
  subject: z.string().exactOptional(),
  organization_id: z.string().exactOptional(),
  since: instant().exactOptional(),
  until: instant().exactOptional(),
}

/** `/audit`: the chain of what was done. */
export function audit(app: AdminApp, parts: AdminParts): void {
  addReading(app, parts)
  addVerifying(app, parts)
  addErasing(app, parts)
}

function addReading(app: AdminApp, { store }: AdminParts): void {
  app.get(
    '/audit',
    {
      schema: {
        summary: 'List what was done, newest first',
        tags,
        querystring: z.strictObject({ ...pageQuery, ...filter }),
        response: { 200: pageSchema(event), ...failures },
      },
    },
    async ({ query: { limit, cursor, organization_id, since, until, ...same } }) => {
      const wanted = {
        ...same,
        ...(organization_id === undefined ? {} : { organizationId: organization_id }),
        ...(since === undefined ? {} : { sinceMs: since }),
        ...(until === undefined ? {} : { untilMs: until }),
      }
      const page = pageRequest({ limit, ...(cursor === undefined ? {} : { cursor }) })
      return pageView(await store.pageAudit(wanted, page), eventView)
    },
  )
  app.get(
    '/audit/export',
    {
      schema: {
        summary: 'The whole chain with its checkpoints, for a check elsewhere',
        description: 'JSON lines, oldest first. `portolan audit verify --file` reads them.',
        tags,
        response: { 200: z.custom<Readable>().meta({ type: 'string' }), ...failures },
      },
    },
    async (_, reply) => {
      reply.type('application/x-ndjson; charset=utf-8')
      return reply.send(Readable.from(exported(store)))
    },
  )
}

function addVerifying(app: AdminApp, { store, audit }: AdminParts): void {
  app.get(
    '/audit/verify',
    {
      schema: {
        summary: 'Check the chain, and name the first event that is not as it was',
        tags,
        response: { 200: verdict, ...failures },
      },
    },
    async () => {
      const verifier = new ChainVerifier(await store.listCheckpoints())
      for await (const each of allEvents(store)) if (!verifier.check(each)) break
      const { head, fault } = verifier.result
      if (fault === null) return { ok: true as const, events: head.seq, head: head.hash }
      return { ok: false as const, events: head.seq, first_bad: fault }
    },
  )
  app.post(
    '/audit/checkpoint',
    {
      config: { changesNothing: true },
      schema: {
        summary: 'Sign the chain as it is now',
        tags,
        response: { 200: checkpoint.nullable(), ...failures },
      },
    },
    async () => {
      const signed = await audit.checkpoint()
      return signed === null ? null : checkpointView(signed)
    },
  )
}

function addErasing(app: AdminApp, { store }: AdminParts): void {
  app.post(
    '/audit/erase',
    {
      schema: {
        summary: 'Erase the details of all that was done in an organization',
        description:
          'What was done, when and by whom stays, and the chain stays whole. It cannot be taken back.',
        tags,
        body: z.strictObject({ organization_id: z.string().min(1).max(256) }),
        response: { 200: z.object({ erased: z.int() }), ...failures },
      },
    },
    async ({ body }) => ({ erased: await store.eraseAudit(storedOwnerId(body.organization_id)) }),
  )
}

type Chain = Pick<Store, 'readAudit' | 'listCheckpoints'>

async function* allEvents(store: Chain): AsyncGenerator<AuditEvent> {
  let afterSeq = 0
  for (;;) {
    const events = await store.readAudit(afterSeq, PAGE_LIMIT_MAX)
    yield* events
    const last = events.at(-1)
    if (last === undefined || events.length < PAGE_LIMIT_MAX) return
    afterSeq = last.seq
  }
}

async function* exported(store: Chain): AsyncGenerator<string> {
  for await (const each of allEvents(store)) yield writeExportLine({ type: 'event', event: each })
  for (const each of await store.listCheckpoints())
    yield writeExportLine({ type: 'checkpoint', checkpoint: each })
}

function eventView(of: AuditEvent): z.output<typeof event> {
  const { seq, timeMs, actor, action, subject, organizationId, body, digest, hash } = of
  const details = body === null ? undefined : parseJsonObject(body)?.details
  return {
    ...{ seq, time: isoTime(timeMs), actor, action, subject, digest, hash },
    organization_id: organizationId,
    details: isJsonObject(details) ? { ...details } : null,
  }
}

function checkpointView({ timeMs, publicKey, ...same }: AuditCheckpoint): z.output<typeof checkpoint> {
  return { ...same, time: isoTime(timeMs), public_key: publicKey }
}
