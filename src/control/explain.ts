import { z } from 'zod'
import type { Dialect, PathFields } from '../core/dialect.ts'
import { GatewayError } from '../core/error.ts'
import { isJsonObject, type JsonObject } from '../core/json.ts'
import { SCOPE_TYPES } from '../core/scope.ts'
import { type Explanation, explain } from '../gateway/explain.ts'
import { type KeyHolder, MASTER } from '../gateway/key-ring.ts'
import { windowStartMs } from '../ledger/calendar.ts'
import type { AdminApp } from './admin-app.ts'
import type { AdminParts } from './admin-parts.ts'
import { errorCode, failures } from './errors.ts'
import { decisionSchema, decisionView } from './exchanges/exchange-view.ts'
import { spentBudgetSchema, spentBudgetView } from './budget-view.ts'

const answer = z
  .object({
    decision: decisionSchema,
    target: z.string().nullable().describe('Where it would go first; null: nowhere.'),
    provider: z.string().nullable(),
    model: z.string().nullable().describe("The provider's own name of it."),
    order: z.array(z.string()).describe('Every target that would be tried, in turn.'),
    error: errorCode.nullable().describe('What it would be refused with, where nothing is left to try.'),
    message: z.string().nullable().describe('The sentence of that error.'),
    budgets: z
      .array(spentBudgetSchema.extend({ scope: z.object({ type: z.enum(SCOPE_TYPES), id: z.string() }) }))
      .describe('That it would draw on.'),
    cache: z.enum(['off']).describe('Whether the answer would come from the cache.'),
  })
  .meta({ id: 'Explanation' })

/** `/route/explain`: where a request would go, and why. Calls nobody and uses nothing up. */
export function explaining(app: AdminApp, parts: AdminParts): void {
  app.post(
    '/route/explain',
    {
      config: { changesNothing: true },
      schema: {
        summary: 'Where this request would go, and why',
        description:
          'The body and the headers are those of a real request, in any dialect. Nothing is sent, reserved or recorded.',
        tags: ['route'],
        querystring: z.strictObject({
          path: z.string().max(256).exactOptional().describe('The endpoint, e.g. /v1/messages.'),
          key_id: z.string().exactOptional().describe('As this key. Absent: as the master key.'),
        }),
        body: z.looseObject({}).describe('A request.'),
        response: { 200: answer, ...failures },
      },
    },
    async ({ body, headers, query }) => {
      if (!isJsonObject(body)) throw new GatewayError('invalid_request', 'The body must be a JSON object.')
      const path = query.path ?? null
      const dialect = dialectOf(path, body, headers, parts.dialects)
      const caller = await callerOf(query.key_id, parts)
      const asked = { dialect, headers, body, caller, inPath: modelInPath(path) }
      const explanation = await explain({ ...asked, path: path ?? pathOf(dialect) }, parts.gateway)
      return explanationView(explanation, await spentOf(explanation.budgets, parts))
    },
  )
}

async function callerOf(keyId: string | undefined, { store }: AdminParts): Promise<KeyHolder> {
  if (keyId === undefined) return MASTER
  const key = await store.getKey(keyId)
  if (key === null) throw new GatewayError('not_found', `There is no key ${keyId.slice(0, 100)}.`)
  return { keyId: key.id, key }
}

/** The endpoint says it; else Anthropic's own header, or a body that only Anthropic's API takes. */
export function dialectOf(
  path: string | null,
  body: JsonObject,
  headers: Readonly<Record<string, unknown>>,
  dialects: readonly Dialect[],
): Dialect {
  const wire = path === null ? wireOfBody(body, headers) : wireOfPath(path)
  const dialect = dialects.find((one) => one.wire === wire)
  if (dialect === undefined) throw new GatewayError('unsupported_parameter', `Nobody here speaks ${wire}.`)
  return dialect
}

function wireOfPath(path: string): Dialect['wire'] {
  if (/\/messages(?:\/|$)/.test(path)) return 'anthropic-messages'
  if (modelInPath(path) !== undefined) return 'gemini'
  if (path.endsWith('/responses')) return 'openai-responses'
  return path.endsWith('/completions') && !path.endsWith('/chat/completions')
    ? 'openai-completions'
    : 'openai-chat'
}

function wireOfBody(body: JsonObject, headers: Readonly<Record<string, unknown>>): Dialect['wire'] {
  if ('anthropic-version' in headers || isAnthropicBody(body)) return 'anthropic-messages'
  if ('contents' in body) return 'gemini'
  return 'input' in body && !('messages' in body) ? 'openai-responses' : 'openai-chat'
}

/** Of Gemini's paths, which alone name it. Absent: the body does. */
export function modelInPath(path: string | null): PathFields | undefined {
  const [, model, action] = /\/models\/(.+):(\w+)$/.exec(path ?? '') ?? []
  return model === undefined
    ? undefined
    : { model: decoded(model), stream: action === 'streamGenerateContent' }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function isAnthropicBody({ system, messages, tools }: JsonObject): boolean {
  const blocks = Array.isArray(messages)
    ? messages.flatMap((message) => (isJsonObject(message) ? message.content : []))
    : []
  const isBlock = (value: unknown) =>
    isJsonObject(value) && ['tool_use', 'tool_result', 'thinking'].includes(String(value.type))
  const isTool = (value: unknown) => isJsonObject(value) && 'input_schema' in value
  return system !== undefined || blocks.flat().some(isBlock) || (Array.isArray(tools) && tools.some(isTool))
}

const PATHS: Readonly<Record<Dialect['wire'], string>> = {
  'openai-chat': '/v1/chat/completions',
  'openai-completions': '/v1/completions',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
  gemini: '/v1beta/models',
}

/** Where a request goes that names no endpoint. */
export function pathOf({ wire }: Dialect): string {
  return PATHS[wire]
}

async function spentOf(
  budgets: Explanation['budgets'],
  { store, gateway }: AdminParts,
): Promise<SpentBudgets> {
  const nowMs = gateway.clock.now()
  if (budgets.length > 0) await store.catchUp()
  return Promise.all(
    budgets.map(async ({ scope, budget }) => {
      const rows = await store.spend(scope, windowStartMs(budget.window, budget.timeZone, nowMs))
      return { scope, ...spentBudgetView(budget, rows, nowMs) }
    }),
  )
}

type SpentBudgets = ExplanationView['budgets']

export type ExplanationView = z.output<typeof answer>

export function explanationView(
  { decision, targets, refusal }: Explanation,
  budgets: SpentBudgets,
): ExplanationView {
  const [first] = targets
  return {
    decision: decisionView(decision),
    target: first?.id ?? null,
    provider: first?.providerName ?? null,
    model: first?.model ?? null,
    order: targets.map(({ id }) => id),
    error: refusal?.code ?? null,
    message: refusal?.message ?? null,
    budgets,
    cache: 'off',
  }
}
