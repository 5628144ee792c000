import type {
  CanaryConfig,
  HandlingConfig,
  PercentilesConfig,
  PreferConfig,
  PriceConfig,
  RouteConfig,
  TargetConfig,
  WhereConfig,
} from '../config/config.ts'
import { nanosToUsd } from '../core/money.ts'

/** A route in the words of `portolan.yaml`. What it does not say is left out. */
export function routeView(route: RouteConfig) {
  const { targets, strategy, retries, timeouts, fallbacks, fallbacksOn } = route
  return {
    targets: targets.map(targetView),
    strategy,
    retries: { attempts: retries.attempts, on: retries.on, honour_retry_after: retries.honourRetryAfter },
    timeouts: {
      connect: ms(timeouts.connectMs),
      ttft: ms(timeouts.ttftMs),
      idle: ms(timeouts.idleMs),
      total: ms(timeouts.totalMs),
      deadline: ms(timeouts.deadlineMs),
    },
    fallbacks,
    fallbacks_on: { context_length: fallbacksOn.contextLength, content_policy: fallbacksOn.contentPolicy },
    ...choiceView(route),
    ...watchView(route),
    ...resilienceView(route),
  }
}

function watchView({ canaries, standbyProbeMs }: RouteConfig) {
  return {
    ...(canaries === undefined ? {} : { canaries: canaries.map(canaryView) }),
    standby_probe: standbyProbeMs === null ? 'off' : ms(standbyProbeMs),
  }
}

function canaryView({ prompt, expect, everyMs, maxTokens }: CanaryConfig) {
  const { matches, ...words } = expect
  return {
    prompt,
    expect: matches === undefined ? words : { matches: matches.source },
    every: ms(everyMs),
    max_tokens: maxTokens,
  }
}

export function handlingView(handling: HandlingConfig) {
  const { region, jurisdiction, retainsData, trainsOnData, quantization } = handling
  return said({
    region,
    jurisdiction,
    retains_data: retainsData,
    trains_on_data: trainsOnData,
    quantization,
  })
}

export function ms(milliseconds: number): string {
  return `${milliseconds}ms`
}

/** Only what is there. */
export function said<Fields extends Readonly<Record<string, unknown>>>(fields: Fields): Partial<Fields> {
  const there = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(there) as Partial<Fields> // The same fields, but for those that are not there.
}

function targetView({ provider, model, weight, price, standby, context, ...rest }: TargetConfig) {
  const { modalities, parameters } = rest
  return {
    provider,
    model,
    weight,
    ...(price === null ? {} : { price: priceView(price) }),
    ...said({ standby, context, modalities, parameters }),
    ...handlingView(rest),
  }
}

function priceView(price: PriceConfig) {
  const amounts = {
    input: price.input,
    output: price.output,
    cache_read: price.cacheRead,
    cache_write: price.cacheWrite,
    cache_write_1h: price.cacheWrite1h,
    audio_input: price.audioInput,
    audio_output: price.audioOutput,
    request: price.request,
    image: price.units?.image ?? null,
    second: price.units?.second ?? null,
    search: price.units?.search ?? null,
    characters: price.units?.characters ?? null,
  }
  return Object.fromEntries(
    Object.entries(amounts).flatMap(([name, amount]) =>
      amount === null ? [] : [[name, nanosToUsd(amount)]],
    ),
  )
}

function choiceView({ where, prefer, sticky, priority }: RouteConfig) {
  return said({
    where: where && whereView(where),
    prefer: prefer && preferView(prefer),
    sticky: sticky && { by: sticky.by, ...(sticky.ttlMs === null ? {} : { ttl: ms(sticky.ttlMs) }) },
    priority,
  })
}

function whereView({ maxPrice, minContext, requireParameters, dataCollection, ...rest }: WhereConfig) {
  const usd = (nanos: number | undefined) => (nanos === undefined ? undefined : nanosToUsd(nanos))
  const price = maxPrice && {
    input: usd(maxPrice.input),
    output: usd(maxPrice.output),
    request: usd(maxPrice.request),
  }
  return said({
    ...rest,
    max_price: price && said(price),
    min_context: minContext,
    require_parameters: requireParameters,
    data_collection: dataCollection,
  })
}

function preferView({ maxTtftMs, minThroughput }: PreferConfig) {
  return said({ max_ttft: maxTtftMs && inMs(maxTtftMs), min_throughput: minThroughput })
}

function inMs(percentiles: PercentilesConfig) {
  return Object.fromEntries(Object.entries(percentiles).map(([name, figure]) => [name, ms(figure)]))
}

function resilienceView({ hedge, priceGuard, thresholds, onStreamFailure }: RouteConfig) {
  return said({
    hedge: hedge && {
      after: typeof hedge.after === 'number' ? ms(hedge.after) : hedge.after,
      max_ratio: hedge.maxRatio,
    },
    price_guard: priceGuard && { max_rise: percent(priceGuard.maxRise), action: priceGuard.action },
    thresholds:
      thresholds &&
      said({
        error_rate: thresholds.errorRate === undefined ? undefined : percent(thresholds.errorRate),
        ttft: thresholds.ttftMs === undefined ? undefined : ms(thresholds.ttftMs),
        quality: thresholds.quality,
      }),
    on_stream_failure: onStreamFailure,
  })
}

/** Shares are read as per cent, so that they come out as they were written. */
function percent(share: number): string {
  return `${Number((share * 100).toPrecision(12))}%`
}
