import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/core/json.ts'
import { openaiResponses } from '../../src/dialects/openai-responses/index.ts'
import { encode } from '../../src/providers/openai-responses/encode.ts'
import { encode as encodeChat } from '../../src/providers/openai-chat/encode.ts'
import { anthropic } from '../../src/providers/anthropic/index.ts'
import { inputItems } from '../../src/wire/openai-responses.ts'
import { CORPORA, corpusJson, hasCorpora } from '../corpora.ts'
import { recordings } from '../recordings.ts'

const TARGET = { model: 'm', maxOutputTokens: 4_096, reasons: null }
const CHAT = { kind: 'any', baseUrl: null, apiKeyEnv: null }
const FOLDER = 'agentgateway-llm/requests/responses'

const recorded = recordings(({ path }) => path?.endsWith('/responses') === true)
  .filter(({ status, request }) => status === 200 && request?.conversation == null)
  .flatMap(({ id, request }) => (request === null ? [] : [{ id, request }]))
const written = hasCorpora
  ? readdirSync(`${CORPORA}${FOLDER}`).map((name) => ({
      id: name,
      request: corpusJson(`${FOLDER}/${name}`) as JsonObject, // It describes itself as one.
    }))
  : []

describe.skipIf(!hasCorpora)('requests of real clients', () => {
  test('are many', () => {
    expect(recorded.length).toBeGreaterThan(60)
  })

  test.each([...recorded, ...written])('$id: is read, and said to anybody', ({ request }) => {
    const parsed = openaiResponses.parse(request)
    const again = encode(parsed, TARGET)
    const items = inputItems(again.body.input)
    const ids = callIds(inputItems(request.input))
    expect(callIds(items)).toEqual(ids)
    // What OpenAI has encrypted, and what only its own tools know, comes back as it was.
    for (const item of inputItems(request.input)) {
      if (typeof item.encrypted_content !== 'string') continue
      expect(items.map(({ encrypted_content: text }) => text)).toContain(item.encrypted_content)
    }
    for (const { body } of [encodeChat(parsed, TARGET, CHAT), anthropic.encode(parsed, TARGET)]) {
      expect(JSON.stringify(body)).not.toContain('encrypted_content')
    }
  })
})

/** Of the calls that are the caller's to make. */
function callIds(items: readonly JsonObject[]): readonly unknown[] {
  return items
    .filter(({ type }) => type === 'function_call' || type === 'custom_tool_call')
    .map(({ call_id: id }) => id)
}
