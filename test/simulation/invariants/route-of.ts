import type { Config, RouteConfig } from '../../../src/config/config.ts'
import type { AttemptRecord } from '../../../src/core/record.ts'
import { recordOf, type SimulatedExchange } from '../evidence.ts'
import type { UpstreamCall } from '../upstream-call.ts'

/** The route that a caller has named; null where he named a place of one provider. */
export function routeOf(model: string, { models }: Config): RouteConfig | null {
  return models[model.replace(/:floor$/, '')] ?? null
}

/** The target's id, by the credential that came along. Null: the credential is somebody else's. */
export function targetOf({ parts }: UpstreamCall, { providers }: Config): string | null {
  const credentials = providers[parts.providerName]?.credentials ?? []
  const sent = Object.values(parts.request.headers)
  const used = credentials.find(({ value }) => sent.some((header) => header.endsWith(value)))
  if (used === undefined) return null
  const place = `${parts.providerName}/${parts.model}`
  return credentials.length === 1 ? place : `${place}#${used.name}`
}

/** As recorded, in the order of their beginning, which is that of the calls: of two at once either may end first. */
export function attemptsOf(exchange: SimulatedExchange): readonly AttemptRecord[] {
  return (recordOf(exchange)?.attempts ?? []).toSorted((a, b) => a.startedMs - b.startedMs)
}
