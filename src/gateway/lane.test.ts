import { expect, test } from 'vitest'
import type { JsonObject } from '../core/json.ts'
import { DIALECTS } from '../dialects/index.ts'
import { anthropic } from '../providers/anthropic/index.ts'
import { deepseek } from '../providers/deepseek.ts'
import { openai } from '../providers/openai.ts'
import { targetAt } from '../routing/target.fixture.ts'
import { chunks, completion } from './answers.fixture.ts'
import { chat, heldGateway, incomingOf } from './gateway.fixture.ts'
import { type Lane, openLane } from './lane.ts'
import { readOptions } from './options.ts'
import { readRouting } from './routing-fields.ts'
import { ProofVault } from './proof-vault.ts'
import { begin } from './serve.ts'

function laneOf(
  text: string,
  {
    dialect = 'openai',
    provider = openai,
    headers = {},
  }: {
    dialect?: keyof typeof DIALECTS
    provider?: typeof openai
    headers?: Record<string, string>
  } = {},
): Lane {
  const { gateway } = heldGateway()
  const body = JSON.parse(text) as JsonObject // The tests write objects.
  const incoming = { ...incomingOf(body, { headers }), dialect: DIALECTS[dialect] }
  const { portolan: _, ...own } = body
  const asked = {
    bytes: Buffer.from(text),
    body,
    request: incoming.dialect.parse(own),
    options: readOptions({}, body),
    routing: readRouting({}, body),
  }
  return openLane(begin(incoming, gateway), asked, targetAt(0, { provider, model: 'native-1' }), {
    newId: (prefix) => `${prefix}_1`,
    vault: new ProofVault(),
    continuation: null,
  })
}

function passed(lane: Lane, blocks: readonly Buffer[]): string {
  const pass = lane.createPass()
  const outputs = [...blocks.map((block) => pass.push(block)), pass.end()].map(
    ({ output }) => output?.toString() ?? '',
  )
  return outputs.join('')
}

test('on the native lane a body keeps every byte but the model’s name', () => {
  const text =
    '{ "model":"smart",  "messages":[{"role":"user","content":"1.0"}], "seed":12345678901234567890, "new_field":{"x":1.00} }'
  expect(laneOf(text).body.toString()).toBe(text.replace('"smart"', '"native-1"'))
})

test('a plain request keeps its bytes on the way to an API with differences too', () => {
  const text = '{ "model":"smart",  "messages":[{"role":"user","content":"1.0"}], "temperature": 1.0 }'
  expect(laneOf(text, { provider: deepseek }).body.toString()).toBe(text.replace('"smart"', '"native-1"'))
})

test('what such an API calls otherwise is written anew, and what it has no word for is named', () => {
  const text = JSON.stringify(chat({ reasoning_effort: 'xhigh', seed: 7, max_completion_tokens: 9 }))
  const { body, dropped } = laneOf(text, { provider: deepseek })
  expect(JSON.parse(body.toString())).toMatchObject({
    model: 'native-1',
    max_tokens: 9,
    thinking: { type: 'enabled' },
    reasoning_effort: 'high',
  })
  expect(body.toString()).not.toContain('seed')
  expect(dropped).toEqual(['seed'])
})

test('a limit is renamed where only one name is known, and nothing else is touched', () => {
  const text = JSON.stringify(chat({ max_completion_tokens: 9 }))
  const { body, dropped } = laneOf(text, { provider: deepseek })
  expect(JSON.parse(body.toString())).toEqual({
    ...JSON.parse(text),
    model: 'native-1',
    max_completion_tokens: undefined,
    max_tokens: 9,
  })
  expect(dropped).toEqual([])
})

test('what is meant for the gateway goes to no provider', () => {
  const lane = laneOf(JSON.stringify(chat({ portolan: { session: 'secret' } })))
  expect(lane.body.toString()).not.toMatch(/portolan|secret/)
  const canonical = laneOf(JSON.stringify(chat({ portolan: { session: 'secret' } })), { provider: anthropic })
  expect(canonical.body.toString()).not.toMatch(/portolan|secret/)
})

test('on the native lane an answer passes untouched, whole or streamed', () => {
  const asking = JSON.stringify(chat({ stream: true, stream_options: { include_usage: true } }))
  expect(passed(laneOf(asking), chunks())).toBe(Buffer.concat(chunks()).toString())
  expect(laneOf(JSON.stringify(chat())).whole(completion(), [])).toEqual(completion())
})

test('a report of usage that the gateway asked for is kept from a caller who had not', () => {
  const stream = passed(laneOf(JSON.stringify(chat({ stream: true }))), chunks())
  expect(stream).not.toContain('prompt_tokens')
  expect(stream.endsWith('data: [DONE]\n\n')).toBe(true)
})

test('a provider that leaves out the end of its stream gets it written', () => {
  const without = chunks().slice(0, -1)
  const stream = passed(laneOf(JSON.stringify(chat({ stream: true }))), without)
  expect(stream.match(/\[DONE\]/g)).toHaveLength(1)
})

test('a stream that stops in the middle is given no end', () => {
  for (let cut = 0; cut < chunks('ab').length - 2; cut++) {
    const stream = passed(laneOf(JSON.stringify(chat({ stream: true }))), chunks('ab').slice(0, cut))
    expect(stream).not.toContain('[DONE]')
  }
})

test('only the headers that a provider names go along, and only on its own lane', () => {
  const headers = { 'anthropic-beta': 'context-1m', cookie: 'c', 'x-forwarded-for': '10.0.0.1' }
  const body = JSON.stringify({ model: 'smart', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] })
  expect(laneOf(body, { dialect: 'anthropic', provider: anthropic, headers }).headers).toEqual({
    'anthropic-beta': 'context-1m',
  })
  expect(laneOf(body, { dialect: 'anthropic', provider: openai, headers }).headers).toEqual({})
})

test('the canonical lane says the same in the other format, and names what it had to leave out', () => {
  const lane = laneOf(JSON.stringify(chat({ max_tokens: 9, frequency_penalty: 1 })), { provider: anthropic })
  expect(JSON.parse(lane.body.toString())).toMatchObject({ model: 'native-1', max_tokens: 9 })
  expect(lane.dropped).toEqual(['frequencyPenalty'])
})
