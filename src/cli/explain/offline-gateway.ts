import type { Config } from '../../config/config.ts'
import { dialectOf, modelInPath, pathOf } from '../../control/explain.ts'
import { IdSource } from '../../core/ids.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Clock, Random } from '../../core/ports.ts'
import type { Catalogue } from '../../core/price.ts'
import { DIALECTS } from '../../dialects/index.ts'
import { AutoModel } from '../../gateway/auto-model.ts'
import { type Explanation, explain, type ExplainingGateway } from '../../gateway/explain.ts'
import { Guards } from '../../gateway/guards.ts'
import type { KeyHolder } from '../../gateway/key-ring.ts'
import { RuleBook } from '../../gateway/rule-book.ts'
import { buildSnapshot } from '../../gateway/snapshot.ts'
import { PROVIDERS_BY_KIND } from '../../providers/index.ts'
import { Health } from '../../routing/health.ts'

export interface OfflineParts {
  readonly config: Config
  readonly revision: string
  readonly catalogue: Catalogue
  readonly clock: Clock
  readonly random: Random
  /** What is assumed of the targets. Absent: nothing is known of any. */
  readonly health?: Health
}

/** As much of a gateway as it takes to explain: no server, no network, no store, and nobody's records. */
export function offlineGateway(parts: OfflineParts): ExplainingGateway {
  const { config, revision, catalogue, clock, random, health = new Health() } = parts
  const snapshot = buildSnapshot(config, revision, { registry: PROVIDERS_BY_KIND, catalogue })
  return {
    snapshot: () => snapshot,
    catalogue,
    auto: new AutoModel(),
    guards: new Guards({ raise() {} }),
    rules: new RuleBook(),
    books: { left: () => Number.POSITIVE_INFINITY, restored: () => null },
    health,
    clock,
    ids: new IdSource(clock, random),
    records: { find: async () => null },
  }
}

/** A request as a caller would send it. */
export interface SentRequest {
  readonly body: JsonObject
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The endpoint; null where the body tells the dialect. */
  readonly path: string | null
}

/** Rejects with what the gateway would refuse the request with before it looks for a target. */
export async function explainSent(
  { body, headers, path }: SentRequest,
  caller: KeyHolder,
  gateway: ExplainingGateway,
): Promise<Explanation> {
  const dialect = dialectOf(path, body, headers, Object.values(DIALECTS))
  const asked = { dialect, headers, body, caller, inPath: modelInPath(path) }
  return await explain({ ...asked, path: path ?? pathOf(dialect) }, gateway)
}
