import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts'
import type { EncodedRequest } from '../../src/core/provider.ts'
import { anthropicMessages } from '../../src/dialects/anthropic-messages/index.ts'
import { anthropic } from '../../src/providers/anthropic/index.ts'
import { CORPORA, corpusJson, hasCorpora } from '../corpora.ts'
import { recordings } from '../recordings.ts'

const recorded = recordings(({ provider, path }) => provider === 'anthropic' && path === '/v1/messages')
  .filter(({ status }) => status === 200)
  .flatMap(({ id, request }) => (request === null ? [] : [{ id, request }]))

const written = (folder: string) =>
  hasCorpora
    ? readdirSync(`${CORPORA}agentgateway-llm/requests/${folder}`).map((name) => ({
        id: name,
        request: corpusJson(`agentgateway-llm/requests/${folder}/${name}`) as JsonObject,
      }))
    : []

describe.skipIf(!hasCorpora)('requests of real clients', () => {
  test.each(recorded)('$id: reaches Anthropic as it was sent', ({ request }) => {
    const { body, dropped } = forwarded(request)
    expect(normal(body)).toEqual(normal(request))
    expect(dropped).toEqual([])
  })

  test.each(written('messages'))(
    '$id: says the same, or says by name what it left out',
    ({ id, request }) => {
      const { body, dropped } = forwarded(request)
      for (const name of ['tools', 'tool_choice', 'metadata', 'system', 'stop_sequences']) {
        expect(body[name] === undefined).toBe(request[name] === undefined)
      }
      expect(messageTexts(body)).toEqual(messageTexts(request))
      expect(dropped).toEqual(DROPPED[id] ?? [])
    },
  )

  test.each(written('count-tokens'))('$id: counts without max_tokens', ({ request }) => {
    const parsed = anthropicMessages.parseTokenCount?.(request)
    if (parsed === undefined) throw new Error('the dialect counts tokens')
    const body = anthropic.countTokens?.encode(parsed, target(request)) ?? {}
    expect(normal(body)).toEqual(normal(request))
    expect(() => anthropicMessages.parse(request)).toThrow(/max_tokens/)
  })
})

const DROPPED: Readonly<Record<string, readonly string[]>> = {
  // Five marks and more; and instructions in the middle, for a model that is not known to take them there.
  'cache_control.json': ['messages.role', 'cacheMarks'],
  // A model of a generation that thinks by budget, and no room for one in 256 tokens.
  'responses_agent_subset.json': ['reasoning'],
}

function forwarded(request: JsonObject): EncodedRequest {
  return anthropic.encode(anthropicMessages.parse(request), target(request))
}

function target(request: JsonObject) {
  return { model: String(request.model), maxOutputTokens: null, reasons: null }
}

/** One of the ways to write a request for the many that mean the same. */
function normal({ stream, system, messages, ...rest }: JsonObject): JsonValue {
  const turns = (messages as readonly JsonObject[]).map(({ role, content }) => ({
    role,
    content: blocks(content),
  }))
  const joined = turns.reduce<typeof turns>((before, turn) => {
    const last = before.at(-1)
    if (last === undefined || last.role !== turn.role) return [...before, turn]
    return [...before.slice(0, -1), { ...last, content: [...last.content, ...turn.content] }]
  }, [])
  return clean({
    ...rest,
    ...(stream === true ? { stream } : {}),
    ...(system === undefined ? {} : { system: blocks(system) }),
    messages: joined,
  })
}

function blocks(content: JsonValue | undefined): JsonValue[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return Array.isArray(content) ? content : []
}

function clean(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(clean)
  if (!isJsonObject(value)) return value
  const { is_error, ...rest } = value
  const error = is_error === true ? { is_error } : {}
  const content =
    value.type === 'tool_result' && value.content !== undefined ? { content: blocks(value.content) } : {}
  const type = value.type === 'custom' ? { type: undefined } : {}
  const entries = Object.entries({ ...rest, ...error, ...content, ...type })
    .filter(([, field]) => field !== null && field !== undefined)
    .map(([name, field]): [string, JsonValue] => [name, clean(field ?? null)])
  return Object.fromEntries(entries)
}

function messageTexts(body: JsonObject): string[] {
  const found: string[] = []
  JSON.stringify(body.messages, (name, value: unknown) => {
    if ((name === 'text' || name === 'content') && typeof value === 'string') found.push(value)
    return value
  })
  return found
}
