import type { KeyRecord } from '../core/key.ts'
import type { ExchangeRecord } from '../core/record.ts'
import { usageOf } from '../core/usage.ts'
import { encodeRecord, parseRecord } from '../ledger/journal-record.ts'
import type { IngestBatch, StoredExchange } from './store.ts'

/** Noon of a day in the middle of 2026. */
export const SAMPLE_TIME_MS = Date.UTC(2026, 5, 15, 12)

/** Exchange number `n`, one second after the one before; ids and times rise together. */
export function sampleExchange(n: number, changes: Partial<ExchangeRecord> = {}): ExchangeRecord {
  return {
    id: `exc_${String(n).padStart(8, '0')}`,
    timeMs: SAMPLE_TIME_MS + n * 1_000,
    keyId: 'key_a',
    organizationId: null,
    projectId: null,
    memberId: null,
    user: null,
    session: null,
    tags: [],
    metadata: null,
    dialect: 'openai-chat',
    operation: 'chat',
    streamed: true,
    requestedModel: 'smart',
    model: 'model-1',
    provider: 'provider-1',
    target: 'provider-1/model-1',
    decision: {
      id: `dec_${n}`,
      seed: 'seed',
      revision: 'r1',
      target: 'provider-1/model-1',
      candidates: [{ target: 'provider-1/model-1', score: 0.5, parts: { price: 0.5 }, removedBy: null }],
    },
    attempts: [
      {
        provider: 'provider-1',
        model: 'model-1',
        target: 'provider-1/model-1',
        status: 200,
        code: null,
        ms: 120.5,
        startedMs: 0.25,
        ttftMs: 40,
        usage: usageOf({ inputTokens: 100, outputTokens: 20 }),
        costNanos: 700,
      },
    ],
    status: 200,
    errorCode: null,
    finishReason: 'stop',
    usage: usageOf({ inputTokens: 100, outputTokens: 20, cacheReadTokens: 30, reasoningTokens: 5 }),
    usageSource: 'provider',
    costNanos: 700,
    billedNanos: 735,
    priceVersion: 'prices-1',
    ttftMs: 40.25,
    durationMs: 121.5,
    overheadMs: 0.75,
    droppedParams: [],
    ...changes,
  }
}

export function sampleKey(n: number, changes: Partial<KeyRecord> = {}): KeyRecord {
  return {
    id: `key_${n}`,
    hash: `hash-${n}`,
    hint: 'wxyz',
    name: `Key ${n}`,
    role: 'inference',
    organizationId: null,
    projectId: null,
    memberId: null,
    models: null,
    scopes: null,
    limits: {},
    budgets: [],
    expiresAtMs: null,
    blocked: false,
    tags: [],
    metadata: null,
    createdAtMs: SAMPLE_TIME_MS + n,
    updatedAtMs: SAMPLE_TIME_MS + n,
    previous: null,
    ...changes,
  }
}

export function withoutBodies(record: ExchangeRecord): StoredExchange {
  return { record, request: null, response: null }
}

export function withBodies(record: ExchangeRecord, request: string, response: string): StoredExchange {
  return { record, request: new TextEncoder().encode(request), response: new TextEncoder().encode(response) }
}

export function batchOf(exchanges: readonly StoredExchange[]): IngestBatch {
  return {
    exchanges: exchanges.map(({ record, request, response }) => ({
      ...parseRecord(encodeRecord(record)),
      request,
      response,
    })),
    journalId: 'sample',
    opened: new Map(),
    position: null,
  }
}
