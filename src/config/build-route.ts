import type {
  Config,
  HandlingConfig,
  PreferConfig,
  PriceConfig,
  RouteConfig,
  TargetConfig,
  ThresholdsConfig,
  WhereConfig,
} from './config.ts'
import type { ConfigFile } from './schema.ts'

/** How often and how long a route tries. */
type Patience = Config['routeDefaults']

type RouteFile = ConfigFile['models'][string]
type TargetFile = RouteFile['targets'][number]

/** A valid route of the file in the house's own names and units. What it does not say is left out. */
export function buildRoute(route: RouteFile): RouteConfig {
  const { targets, strategy, retries, timeouts, fallbacks, fallbacks_on } = route
  return {
    targets: targets.map(buildTarget),
    strategy,
    ...buildPatience({ retries, timeouts }),
    fallbacks,
    fallbacksOn: { contextLength: fallbacks_on.context_length, contentPolicy: fallbacks_on.content_policy },
    ...buildChoice(route),
    ...buildResilience(route),
    ...buildWatch(route),
  }
}

export function buildPatience({ retries, timeouts }: Pick<RouteFile, 'retries' | 'timeouts'>): Patience {
  return {
    retries: { attempts: retries.attempts, on: retries.on, honourRetryAfter: retries.honour_retry_after },
    timeouts: {
      connectMs: timeouts.connect,
      ttftMs: timeouts.ttft,
      idleMs: timeouts.idle,
      totalMs: timeouts.total,
      deadlineMs: timeouts.deadline,
    },
  }
}

type HandlingFile = Pick<
  TargetFile,
  'region' | 'jurisdiction' | 'retains_data' | 'trains_on_data' | 'quantization'
>

export function buildHandling(file: HandlingFile): HandlingConfig {
  const { region, jurisdiction, retains_data, trains_on_data, quantization } = file
  return {
    ...(region === undefined ? {} : { region }),
    ...(jurisdiction === undefined ? {} : { jurisdiction }),
    ...(retains_data === undefined ? {} : { retainsData: retains_data }),
    ...(trains_on_data === undefined ? {} : { trainsOnData: trains_on_data }),
    ...(quantization === undefined ? {} : { quantization }),
  }
}

function buildTarget(target: TargetFile): TargetConfig {
  const { provider, model, weight, price, standby, context, modalities, parameters } = target
  return {
    provider,
    model,
    weight,
    price: price === undefined ? null : buildPrice(price),
    ...(standby ? { standby } : {}),
    ...(context === undefined ? {} : { context }),
    ...(modalities === undefined ? {} : { modalities }),
    ...(parameters === undefined ? {} : { parameters }),
    ...buildHandling(target),
  }
}

function buildChoice({
  where,
  prefer,
  sticky,
  priority,
}: RouteFile): Pick<RouteConfig, 'where' | 'prefer' | 'sticky' | 'priority'> {
  return {
    ...(where === undefined ? {} : { where: buildWhere(where) }),
    ...(prefer === undefined ? {} : { prefer: buildPrefer(prefer) }),
    ...(sticky === undefined ? {} : { sticky: { by: sticky.by, ttlMs: sticky.ttl ?? null } }),
    ...(priority === 'interactive' ? {} : { priority }),
  }
}

function buildThresholds({
  error_rate,
  ttft,
  quality,
}: NonNullable<RouteFile['thresholds']>): ThresholdsConfig {
  return {
    ...(error_rate === undefined ? {} : { errorRate: error_rate }),
    ...(ttft === undefined ? {} : { ttftMs: ttft }),
    ...(quality === undefined ? {} : { quality }),
  }
}

function buildResilience(
  route: RouteFile,
): Pick<RouteConfig, 'hedge' | 'priceGuard' | 'thresholds' | 'onStreamFailure'> {
  const { hedge, price_guard, thresholds, on_stream_failure } = route
  return {
    ...(hedge === undefined ? {} : { hedge: { after: hedge.after, maxRatio: hedge.max_ratio } }),
    ...(price_guard === undefined
      ? {}
      : { priceGuard: { maxRise: price_guard.max_rise, action: price_guard.action } }),
    ...(thresholds === undefined ? {} : { thresholds: buildThresholds(thresholds) }),
    ...(on_stream_failure === 'error' ? {} : { onStreamFailure: on_stream_failure }),
  }
}

function buildWatch({
  canaries,
  standby_probe,
}: RouteFile): Pick<RouteConfig, 'canaries' | 'standbyProbeMs'> {
  return {
    ...(canaries === undefined
      ? {}
      : {
          canaries: canaries.map(({ prompt, expect, every, max_tokens }) => ({
            prompt,
            expect,
            everyMs: every,
            maxTokens: max_tokens,
          })),
        }),
    standbyProbeMs: standby_probe,
  }
}

function buildWhere(file: NonNullable<RouteFile['where']>): WhereConfig {
  const { max_price, min_context, require_parameters, data_collection, ...same } = file
  return {
    ...same,
    ...(max_price === undefined ? {} : { maxPrice: max_price }),
    ...(min_context === undefined ? {} : { minContext: min_context }),
    ...(require_parameters === undefined ? {} : { requireParameters: require_parameters }),
    ...(data_collection === undefined ? {} : { dataCollection: data_collection }),
  }
}

function buildPrefer({ max_ttft, min_throughput }: NonNullable<RouteFile['prefer']>): PreferConfig {
  return {
    ...(max_ttft === undefined ? {} : { maxTtftMs: max_ttft }),
    ...(min_throughput === undefined ? {} : { minThroughput: min_throughput }),
  }
}

function buildPrice(price: NonNullable<TargetFile['price']>): PriceConfig {
  return {
    input: price.input ?? null,
    output: price.output ?? null,
    cacheRead: price.cache_read ?? null,
    cacheWrite: price.cache_write ?? null,
    cacheWrite1h: price.cache_write_1h ?? null,
    audioInput: price.audio_input ?? null,
    audioOutput: price.audio_output ?? null,
    request: price.request ?? null,
    ...unitPrice(price),
  }
}

function unitPrice(price: NonNullable<TargetFile['price']>): Pick<PriceConfig, 'units'> {
  const { image = null, second = null, search = null, characters = null } = price
  const isSaid = [image, second, search, characters].some((amount) => amount !== null)
  return isSaid ? { units: { image, second, search, characters } } : {}
}
