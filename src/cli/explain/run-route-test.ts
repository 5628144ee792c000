import { GatewayError } from '../../core/error.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import { type KeyRecord, newKey } from '../../core/key.ts'
import type { Explanation } from '../../gateway/explain.ts'
import { type KeyHolder, MASTER } from '../../gateway/key-ring.ts'
import { assumedHealth } from './assumed-health.ts'
import { differences, type Outcome } from './differences.ts'
import { explainSent, offlineGateway, type OfflineParts, type SentRequest } from './offline-gateway.ts'
import type { RouteTest } from './route-test-file.ts'
import { shortBody } from './sent-request.ts'

export interface RouteTestResult {
  readonly name: string
  readonly ok: boolean
  /** What is otherwise than expected, one sentence each. */
  readonly differences: readonly string[]
}

/**
 * Explains the request of one test and compares. The same file and configuration give the same result: the clock
 * stands still, and a request without a seed gets one.
 */
export async function runRouteTest(test: RouteTest, parts: TestParts): Promise<RouteTestResult> {
  const { nowMs, ...rest } = parts
  const health = assumedHealth(test.health ?? {}, parts.config, 0)
  const clock = { now: () => nowMs, monotonicMs: () => 0 }
  const gateway = offlineGateway({ ...rest, clock, random: () => 0, health })
  const outcome = await outcomeOf(explainSent(sentBy(test), callerOf(test.key), gateway))
  const found = differences(test, outcome)
  return { name: test.name, ok: found.length === 0, differences: found }
}

export type TestParts = Pick<OfflineParts, 'config' | 'revision' | 'catalogue'> & { readonly nowMs: number }

async function outcomeOf(explaining: Promise<Explanation>): Promise<Outcome> {
  try {
    const explanation = await explaining
    return { explanation, refusal: explanation.refusal }
  } catch (thrown) {
    // A fault of our own is no answer to anybody.
    if (!GatewayError.is(thrown)) throw thrown
    return { explanation: null, refusal: thrown }
  }
}

function sentBy({ request, model = '', message, path, headers = {} }: RouteTest): SentRequest {
  const body = request === undefined ? shortBody(model, message, path) : (request as JsonObject) // Parsed from YAML.
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  const sent: Record<string, string> = Object.fromEntries(lower)
  const isSeeded = isJsonObject(body.portolan) && body.portolan.seed !== undefined
  return { body, path: path ?? null, headers: isSeeded ? sent : { 'x-portolan-seed': 'route-test', ...sent } }
}

function callerOf(key: RouteTest['key']): KeyHolder {
  if (key === undefined) return MASTER
  return { keyId: ANY_KEY.id, key: { ...ANY_KEY, models: key.models ?? null } }
}

/** A key that may do everything. What the configuration says of all keys holds for it. */
const ANY_KEY: KeyRecord = { ...newKey('key_of_a_test', 'test', 0), hash: '', hint: '' }
