import type { KeyObject } from 'node:crypto'
import { AccessDesk } from './access/access-desk.ts'
import { AuthorizingClient } from './access/authorizing-client.ts'
import { AlertBoard } from './alerts/alert-board.ts'
import { WebhookSender } from './alerts/webhook-sender.ts'
import { AuditLog } from './audit/audit-log.ts'
import { openRouterPlane } from './compat/openrouter/plane.ts'
import { TokenCallers } from './auth/token-callers.ts'
import type { Config } from './config/config.ts'
import { configJsonSchema } from './config/json-schema.ts'
import { type ConfigOrigin, LiveConfig } from './config/live.ts'
import type { AdminParts } from './control/admin-parts.ts'
import { adminPlane } from './control/admin-plane.ts'
import type { AccessPlan } from './core/access.ts'
import { IdSource } from './core/ids.ts'
import type { Clock, Log, Random } from './core/ports.ts'
import type { Catalogue } from './core/price.ts'
import type { UpstreamClient } from './core/upstream.ts'
import { DIALECTS } from './dialects/index.ts'
import { DrillingClient } from './drill/drilling-client.ts'
import { Drills } from './drill/drills.ts'
import { AutoModel } from './gateway/auto-model.ts'
import { BlockedUsers } from './gateway/blocked-users.ts'
import { gateSettings } from './gateway/gate-pass.ts'
import { followChange } from './gateway/follow-change.ts'
import type { Gateway } from './gateway/gateway.ts'
import { Guards } from './gateway/guards.ts'
import { KeyRing } from './gateway/key-ring.ts'
import { ProofVault } from './gateway/proof-vault.ts'
import { openLedger } from './gateway/open-ledger.ts'
import { Responses } from './gateway/responses/responses.ts'
import { StormControl } from './gateway/storm-control.ts'
import { buildSnapshot, type Snapshot } from './gateway/snapshot.ts'
import { dataPlane } from './http/data-plane.ts'
import { DASHBOARD_FOLDER } from './http/dashboard-folder.ts'
import { pages } from './http/dashboard/pages.ts'
import { type FrontDoor, frontDoor } from './http/front-door.ts'
import { type Listener, listen } from './http/listener.ts'
import { readBody } from './http/read-body.ts'
import { handleUpgrade, isRealtime } from './http/realtime/handle-upgrade.ts'
import type { Journal } from './ledger/journal.ts'
import { PROVIDER_SETTINGS, PROVIDERS, PROVIDERS_BY_KIND } from './providers/index.ts'
import { Gates } from './routing/queue/gates.ts'
import { Health } from './routing/health.ts'
import type { OnChange } from './storage/changes.ts'
import { openBooks } from './storage/open-books.ts'
import type { JournalStore } from './storage/store.ts'
import { SealedRevisions } from './secrets/sealed-revisions.ts'
import { Sealer } from './secrets/sealer.ts'
import { watchOver } from './watch/watch-over.ts'

export interface AppOptions {
  readonly config: Config
  readonly revision: string
  readonly masterKey: string
  /** Ed25519: signs checkpoints of the audit log. */
  readonly auditKey: KeyObject
  /** What encrypts stored documents, the newest first; older ones still open what they have sealed. */
  readonly encryptionKeys: readonly string[]
  /** Where the journal lies, one process for each. Absent: where it usually lies for this storage. */
  readonly dataFolder?: string
  readonly catalogue: Catalogue
  readonly upstream: UpstreamClient
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Where `config` was read from. Absent: only `reconfigure` can change it, and not the admin API. */
  readonly origin?: ConfigOrigin
}

/** A running gateway. */
export interface App {
  readonly url: string
  readonly gateway: Gateway
  readonly store: JournalStore
  /** Swaps the whole configuration at once; exchanges that have begun end under the one they began with. */
  reconfigure(config: Config, revision: string): void
  /** Null without an origin. */
  readonly live: LiveConfig | null
  readonly drills: Drills
  readonly alerts: AlertBoard
  readonly audit: AuditLog
  /** Takes nothing new, ends what is open, and closes the books. Resolves with the connections it had to cut. */
  stop(): Promise<number>
}

/** Joins the house: nothing below here looks for its own parts. Rejects where the store or the port cannot be had. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, catalogue, upstream, clock, log, origin } = options
  const desk = new AccessDesk(clock)
  const openAccess = (plan: AccessPlan) => desk.open(plan)
  const compile = (next: Config, revision: string): Snapshot =>
    buildSnapshot(next, revision, { registry: PROVIDERS_BY_KIND, catalogue, openAccess })
  let snapshot = compile(config, options.revision)
  let follow: OnChange = () => {} // Until there is something that could be out of date.
  const { store, journal } = await openBooks(options, (change) => follow(change))
  const ids = new IdSource(clock, options.random)
  const drills = new Drills({ clock, log, newId: () => ids.next('drl'), schedule })
  const webhooks = new WebhookSender({ upstream, log, schedule })
  const receivers = () => snapshot.config.alerts
  const alerts = new AlertBoard({ receivers, webhooks, clock, log, newId: () => ids.next('alt') })
  const blockedUsers = new BlockedUsers(await store.identity('listBlockedUsers'))
  const ledger = await openLedger({ journal, store, alerts, log })
  const shared = { store, ledger, ids, drills, alerts, blockedUsers }
  const gateway = openGateway(options, { snapshot: () => snapshot, ...shared })
  const prepare = (next: Config, revision: string) => {
    const compiled = compile(next, revision)
    return () => {
      snapshot = compiled
      gateway.gates.configure(gateSettings(next), clock.monotonicMs())
    }
  }
  const revisions = new SealedRevisions(store, new Sealer(options.encryptionKeys))
  const live =
    origin === undefined
      ? null
      : new LiveConfig({ origin, running: () => snapshot, prepare, revisions, clock, log })
  follow = (change) => void followChange(change, { store, gateway, live })
  const audit = new AuditLog(store, options.auditKey, clock)
  const door = openDoor(gateway, { store, revisions, journal, live, drills, alerts, audit })
  let listener: Listener
  try {
    await revisions.sealAll()
    await live?.begin()
    listener = await listen(config.server, door.handle, {
      isFor: isRealtime,
      handle: (request, socket, head) =>
        handleUpgrade(request, socket, head, { gateway, dialects: DIALECTS }),
    })
  } catch (error) {
    journal.close()
    await store.close()
    throw error
  }
  const endWatch = watchOver(gateway, { dialect: DIALECTS.openai, store, drills })
  return {
    url: listener.url,
    gateway,
    store,
    reconfigure: (next, revision) => prepare(next, revision)(),
    live,
    drills,
    alerts,
    audit,
    async stop() {
      door.close()
      endWatch()
      drills.endAll()
      webhooks.close()
      const cut = await drain(gateway, listener)
      await upstream.close()
      journal.close()
      await store.close()
      return cut
    },
  }
}

interface GatewayParts {
  snapshot(): Snapshot
  readonly store: JournalStore
  readonly ledger: Awaited<ReturnType<typeof openLedger>>
  readonly ids: IdSource
  readonly drills: Drills
  readonly alerts: AlertBoard
  readonly blockedUsers: BlockedUsers
}

function openGateway(
  { config, masterKey, catalogue, upstream, clock, random, log }: AppOptions,
  { snapshot, store, ledger, ids, drills, alerts, blockedUsers }: GatewayParts,
): Gateway {
  const tokens = new TokenCallers(() => snapshot().config.auth.jwt, clock)
  const gates = new Gates((ms, fire) => schedule(ms, () => fire(clock.monotonicMs())))
  gates.configure(gateSettings(config), clock.monotonicMs())
  return {
    snapshot,
    priceFactors: () => drills.priceFactors(),
    keys: new KeyRing(masterKey, store, clock, tokens),
    blockedUsers,
    ...ledger,
    catalogue,
    health: new Health({ random }),
    records: {
      async find(exchangeId) {
        await store.catchUp()
        return (await store.getExchange(exchangeId))?.record ?? null
      },
    },
    auto: new AutoModel(),
    guards: new Guards(alerts),
    alerts,
    gates,
    storms: new StormControl(),
    vault: new ProofVault(),
    responses: new Responses({ store, clock, log }),
    underway: new Set(),
    upstream: new DrillingClient(new AuthorizingClient(upstream, log), drills),
    clock,
    random,
    ids,
    log,
  }
}

/** Resolves when nothing is under way any more, with the connections that had to be cut for it. */
async function drain(gateway: Gateway, listener: Listener): Promise<number> {
  const { drainTimeoutMs } = gateway.snapshot().config.server
  const interrupting = setTimeout(() => {
    for (const exchange of gateway.underway) exchange.interrupt?.()
  }, drainTimeoutMs)
  const mostMs = drainTimeoutMs + INTERRUPT_MS
  const [cut] = await Promise.all([listener.drain(mostMs), gateway.responses.idle(mostMs)])
  clearTimeout(interrupting)
  return cut
}

/** So long answers that were interrupted have, to tell their callers. */
const INTERRUPT_MS = 1_000

function schedule(ms: number, fire: () => void): () => void {
  const timer = setTimeout(fire, ms)
  return () => clearTimeout(timer)
}

/** The one door, and the planes behind it. */
function openDoor(
  gateway: Gateway,
  {
    journal,
    ...admin
  }: Pick<AdminParts, 'store' | 'revisions' | 'live' | 'drills' | 'alerts' | 'audit'> & {
    readonly journal: Journal
  },
): FrontDoor {
  const dialects = Object.values(DIALECTS)
  const answer: AdminParts['answer'] = (request, response, path, as) =>
    dataPlane({ gateway: as, dialects: DIALECTS })(request, response, path)
  const own = { readBody, answer, isClosing: () => door.isClosing }
  const door: FrontDoor = frontDoor({
    isReady: () => journal.isHealthy && !journal.isFull,
    adminPlane: adminPlane({ gateway, ...admin, ...own, dialects, providers: PROVIDERS }),
    configSchema: configSchema(),
    pages: pages(DASHBOARD_FOLDER, gateway.log),
    dataPlane: openRouterPlane({ gateway, store: admin.store }, dataPlane({ gateway, dialects: DIALECTS })),
  })
  return door
}

/** Made when it is first asked for, which is by an editor and once. */
function configSchema(): () => string {
  let text: string | null = null
  return () => {
    text ??= JSON.stringify(configJsonSchema([...PROVIDERS_BY_KIND.keys()], PROVIDER_SETTINGS))
    return text
  }
}
