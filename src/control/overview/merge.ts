import type { Activity, ActivityStep, ActivitySums, NamedSums } from '../../storage/store.ts'

/** One activity out of those of several times, in steps of `stepMs`, which theirs divide. */
export function mergeActivities(parts: readonly Activity[], stepMs: number): Activity {
  return {
    steps: mergeSteps(
      parts.flatMap(({ steps }) => steps),
      stepMs,
    ),
    models: mergeNamed(parts.flatMap(({ models }) => models)),
    providers: mergeNamed(parts.flatMap(({ providers }) => providers)),
    keys: mergeNamed(parts.flatMap(({ keys }) => keys)),
  }
}

export function addSums(one: ActivitySums, other: ActivitySums): ActivitySums {
  return {
    requests: one.requests + other.requests,
    errors: one.errors + other.errors,
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    cacheReadTokens: one.cacheReadTokens + other.cacheReadTokens,
    costNanos: one.costNanos + other.costNanos,
    unpriced: one.unpriced + other.unpriced,
  }
}

export const NO_SUMS: ActivitySums = Object.freeze({
  requests: 0,
  errors: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  costNanos: 0,
  unpriced: 0,
})

function mergeNamed(all: readonly NamedSums[]): readonly NamedSums[] {
  const merged = new Map<string, ActivitySums>()
  for (const [name, sums] of all) merged.set(name, addSums(merged.get(name) ?? NO_SUMS, sums))
  return [...merged]
}

function mergeSteps(all: readonly ActivityStep[], stepMs: number): readonly ActivityStep[] {
  const merged = Map.groupBy(all, ({ timeMs }) => timeMs - (timeMs % stepMs))
  return [...merged]
    .sort(([one], [other]) => one - other)
    .map(([timeMs, steps]) => ({
      ...steps.reduce<ActivitySums>(addSums, NO_SUMS),
      timeMs,
      ttft: steps.flatMap(({ ttft }) => ttft),
      duration: steps.flatMap(({ duration }) => duration),
    }))
}
