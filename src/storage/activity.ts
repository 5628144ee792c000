import type { Kysely } from 'kysely'
import { classOf } from '../core/latency-class.ts'
import { capped, exact } from './exact.ts'
import type { Schema } from './schema.ts'
import type { Activity, ActivityQuery, ActivityStep, ActivitySums } from './store.ts'

/**
 * What happened in a short time, in one pass over its rows: by steps, and by model, provider and key. The rows are
 * added up here and not in SQL, which would have to read them once for each way of grouping.
 */
export async function activity(db: Kysely<Schema>, query: ActivityQuery): Promise<Activity> {
  const rows = await selectFigures(db, query).execute()
  const steps = new Map<number, Collected>()
  const models = new Map<string, ActivitySums>()
  const providers = new Map<string, ActivitySums>()
  const keys = new Map<string, ActivitySums>()
  for (const row of rows) {
    const timeMs = row.time_ms - (row.time_ms % query.stepMs)
    const step = of(steps, timeMs, collected)
    add(step, row)
    count(step.ttft, row.ttft_ms)
    if (row.error_code === null) count(step.duration, row.duration_ms)
    if (row.model !== null) add(of(models, row.model, noSums), row)
    if (row.provider !== null) add(of(providers, row.provider, noSums), row)
    if (row.key_id !== null) add(of(keys, row.key_id, noSums), row)
  }
  return {
    steps: [...steps].sort(([one], [other]) => one - other).map(([timeMs, step]) => stepOf(timeMs, step)),
    models: named(models),
    providers: named(providers),
    keys: named(keys),
  }
}

interface Collected extends Sums {
  readonly ttft: Map<number, number>
  readonly duration: Map<number, number>
}

type Sums = { -readonly [Name in keyof ActivitySums]: ActivitySums[Name] }

function selectFigures(db: Kysely<Schema>, asked: ActivityQuery) {
  const { sinceMs, untilMs, provider, model, keyId, organizationId, projectId } = asked
  let query = db
    .selectFrom('exchanges')
    .select(['time_ms', 'model', 'provider', 'key_id', 'error_code', 'input_tokens', 'output_tokens'])
    .select(['cache_read_tokens', 'cost_nanos', 'ttft_ms', 'duration_ms'])
    .where('time_ms', '>=', sinceMs)
    .where('time_ms', '<', untilMs)
  if (provider !== undefined) query = query.where('provider', '=', provider)
  if (model !== undefined) query = query.where('model', '=', model)
  if (keyId !== undefined) query = query.where('key_id', '=', keyId)
  for (const [column, id] of [
    ['organization_id', organizationId],
    ['project_id', projectId],
  ] as const) {
    if (id !== undefined) query = id === null ? query.where(column, 'is', null) : query.where(column, '=', id)
  }
  return query
}

type Figures = Awaited<ReturnType<ReturnType<typeof selectFigures>['execute']>>[number]

function noSums(): Sums {
  return {
    requests: 0,
    errors: 0,
    inputTokens: 0,
    outputTokens: 0,
    cacheReadTokens: 0,
    costNanos: 0,
    unpriced: 0,
  }
}

function collected(): Collected {
  return { ...noSums(), ttft: new Map(), duration: new Map() }
}

function add(sums: Sums, row: Figures): void {
  sums.requests++
  if (row.error_code !== null) sums.errors++
  sums.inputTokens = capped(sums.inputTokens + (row.input_tokens ?? 0))
  sums.outputTokens = capped(sums.outputTokens + (row.output_tokens ?? 0))
  sums.cacheReadTokens = capped(sums.cacheReadTokens + (row.cache_read_tokens ?? 0))
  sums.costNanos = exact(sums.costNanos + (row.cost_nanos ?? 0))
  if (row.cost_nanos === null) sums.unpriced++
}

function count(classes: Map<number, number>, milliseconds: number | null): void {
  if (milliseconds === null) return
  const index = classOf(milliseconds)
  classes.set(index, (classes.get(index) ?? 0) + 1)
}

function of<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

function stepOf(timeMs: number, { ttft, duration, ...sums }: Collected): ActivityStep {
  return { timeMs, ...sums, ttft: [...ttft], duration: [...duration] }
}

function named(sums: ReadonlyMap<string, ActivitySums>): readonly (readonly [string, ActivitySums])[] {
  return [...sums]
}
