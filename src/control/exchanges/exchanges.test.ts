import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../core/json.ts'
import { type Admin, allPages, asText, MASTER, startAdmin } from '../admin.fixture.ts'

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
})
afterAll(() => admin.close())

/** Asks, reads the whole answer, and gives the id of the exchange. */
async function chat(body: JsonObject = {}, headers: Record<string, string> = {}): Promise<string> {
  const response = await send('/v1/chat/completions', body, headers)
  await response.text()
  return String(response.headers.get('x-request-id'))
}

function send(path: string, body: JsonObject, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(admin.app.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${MASTER}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      model: 'smart',
      max_tokens: 20,
      messages: [{ role: 'user', content: 'a word' }],
      ...body,
    }),
  })
}

const get = (path: string) => admin.call('GET', `/exchanges${path}`)

test('an exchange has every field of the contract, to be read as soon as its caller has the last byte', async () => {
  const id = await chat(
    { messages: [{ role: 'user', content: 'ahoy' }] },
    {
      'x-portolan-session': 's-1',
      'x-portolan-user': 'ada',
      'x-portolan-tags': 'red, blue',
      'x-portolan-metadata': '{"ticket":7}',
    },
  )
  const { status, body } = await get(`/${id}`)
  expect(status).toBe(200)
  expect(Object.keys(body)).toEqual(
    expect.arrayContaining(
      (
        'id time key_id project_id user session tags metadata dialect operation streamed requested_model model ' +
        'provider target decision attempts status error_code finish_reason cache guardrails usage usage_source cost ' +
        'billed price_version ttft_ms duration_ms overhead_ms request response'
      ).split(' '),
    ),
  )
  expect(body).toMatchObject({
    id,
    key_id: 'master',
    user: 'ada',
    session: 's-1',
    tags: ['red', 'blue'],
    metadata: { ticket: 7 },
    dialect: 'openai-chat',
    operation: 'chat',
    streamed: false,
    requested_model: 'smart',
    provider: 'up',
    target: 'up/lorem',
    status: 200,
    error_code: null,
    finish_reason: 'length',
    usage_source: 'provider',
    price_version: 'configured',
    request: { model: 'smart', messages: [{ role: 'user', content: 'ahoy' }] },
    response: { object: 'chat.completion', choices: [{ finish_reason: 'length' }] },
    response_truncated: false,
  })
  const { usage, cost, cost_nanos, attempts, decision, time } = body
  const { input, output } = usage as Record<string, number> // As just shown.
  expect(Object.keys(usage as object)).toEqual(
    'input output cache_read cache_write reasoning audio image'.split(' '),
  )
  // $1 and $2 per million tokens: 1,000 and 2,000 nanos each.
  expect(cost_nanos).toBe(String(Number(input) * 1_000 + Number(output) * 2_000))
  expect(cost).toBe(Number(cost_nanos) / 1e9)
  expect(attempts).toMatchObject([
    { target: 'up/lorem', provider: 'up', model: 'lorem', status: 200, code: null, cost_nanos },
  ])
  expect(Object.keys((attempts as JsonObject[])[0] ?? {})).toEqual(
    expect.arrayContaining(['started_ms', 'duration_ms', 'ttft_ms', 'usage', 'cost']),
  )
  expect(decision).toMatchObject({
    revision: admin.app.gateway.snapshot().revision,
    target: 'up/lorem',
    candidates: [{ target: 'up/lorem', removed_by: null }],
  })
  expect(new Date(asText(time)).toISOString()).toBe(time)
})

describe('recorded answers', () => {
  test.each([
    ['/v1/chat/completions', { stream: true }],
    ['/v1/messages', { stream: true }],
  ])('a stream of %s is shown as the whole answer that the same request gets', async (path, changes) => {
    const streamed = await send(path, { ...changes, model: 'up/lorem' })
    const sse = await streamed.text()
    expect(sse).toContain('data: ')
    const whole = (await (await send(path, { model: 'up/lorem' })).json()) as JsonObject // The simulator's answer.
    const { body } = await get(`/${streamed.headers.get('x-request-id')}`)
    expect(body.streamed).toBe(true)
    expect(textOf(body.response)).toBe(textOf(whole))
    expect(textOf(body.response).length).toBeGreaterThan(20)
    expect(Object.keys(body.response as object)).toEqual(expect.arrayContaining(['id', 'model', 'usage']))
  })

  test('a stream of tool calls is shown with its calls', async () => {
    const tools = [
      { type: 'function', function: { name: 'look', parameters: { type: 'object', properties: {} } } },
    ]
    const id = await chat({ stream: true, model: 'up/tools', tools })
    const { body } = await get(`/${id}`)
    expect(body).toMatchObject({
      finish_reason: 'tool_calls',
      response: { choices: [{ message: { tool_calls: [{ function: { name: 'look' } }] } }] },
    })
  })

  test('a stream that broke off is shown as far as it came, and never as finished', async () => {
    const id = await chat({ stream: true, model: 'up/lorem?cut-events=8&pace-ms=0', max_tokens: 200 })
    const { body } = await get(`/${id}`)
    expect(body).toMatchObject({ error_code: 'stream_interrupted', finish_reason: null })
    expect(textOf(body.response).length).toBeGreaterThan(0)
    expect(body.response).toMatchObject({ choices: [{ finish_reason: 'error' }] })
  })

  test('a refusal is shown as it was sent, also to a caller who wanted a stream', async () => {
    const id = await chat({ stream: true, model: 'up/error-400' })
    const { body } = await get(`/${id}`)
    expect(body).toMatchObject({ status: 400, response: { error: { portolan: { request_id: id } } } })
  })

  test('what was not to be stored is null', async () => {
    const id = await chat({}, { 'x-portolan-no-store': 'true' })
    expect((await get(`/${id}`)).body).toMatchObject({ request: null, response: null, status: 200 })
  })
})

describe('search', () => {
  const ids: string[] = []
  beforeAll(async () => {
    admin.wait(60_000)
    ids.push(
      await chat(
        { messages: [{ role: 'user', content: 'Keelhaul the bosun' }] },
        { 'x-portolan-tags': 'sea' },
      ),
    )
    admin.wait(60_000)
    ids.push(await chat({ model: 'up/error-400' }, { 'x-portolan-user': 'bob' }))
    admin.wait(60_000)
    const response = await send('/v1/messages', {}, { 'x-portolan-session': 'voyage' })
    await response.text()
    ids.push(String(response.headers.get('x-request-id')))
  })

  test.each([
    ['tag=sea', 0],
    ['q=bosun%20KEELHAUL', 0],
    ['status=400&user=bob', 1],
    ['error_code=invalid_request&user=bob', 1],
    ['user=bob', 1],
    ['session=voyage', 2],
    ['dialect=anthropic-messages&session=voyage', 2],
  ])('?%s finds just the one', async (query, index) => {
    const { status, data } = await get(`?${query}`)
    expect(status).toBe(200)
    expect(data.map(({ id }) => id)).toEqual([ids[index]])
    expect(data[0]).not.toHaveProperty('request')
  })

  test('by time, cost, key and provider', async () => {
    const [first, , last] = await Promise.all(ids.map(async (id) => (await get(`/${id}`)).body))
    const between = await get(`?since=${asText(first?.time)}&until=${asText(last?.time)}`)
    expect(between.data.map(({ id }) => id)).toEqual([ids[1], ids[0]])
    expect((await get('?min_cost=1')).data).toEqual([])
    expect(
      (await get('?min_cost=0.00000001&provider=up&key_id=master&limit=500')).data.length,
    ).toBeGreaterThan(2)
    expect((await get('?key_id=nobody')).body).toEqual({ data: [], next_cursor: null })
  })

  test('pages cover everything once', async () => {
    const all = (await get('?limit=500')).data.map(({ id }) => id)
    const seen = (await allPages(admin, '/exchanges', 3)).map(({ id }) => id)
    expect(seen).toEqual(all)
    expect(all.length).toBeGreaterThan(6)
  })

  test.each([
    ['status=ok', 'status', 'invalid_request'],
    ['since=yesterday', 'since', 'invalid_request'],
    ['dialect=klingon', 'dialect', 'invalid_request'],
    ['error_code=oops', 'error_code', 'invalid_request'],
    ['modle=smart', 'modle', 'invalid_request'],
  ])('?%s is refused by name', async (query, param, code) => {
    const { status, body } = await get(`?${query}`)
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ param, code })
  })
})

describe('export', () => {
  test('JSON lines hold what the list holds, beyond one page', async () => {
    const all = (await get('?limit=500')).data
    const { status, headers, text } = await get('/export?format=jsonl')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('application/x-ndjson')
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(all)
  })

  test('CSV has one row for each, and quotes what has to be', async () => {
    const id = await chat({}, { 'x-portolan-user': 'a "quoted", name' })
    const { headers, text } = await get('/export?format=csv&since=2020-01-01')
    expect(headers.get('content-type')).toContain('text/csv')
    const [head, ...lines] = text.trimEnd().split('\r\n')
    expect(head).toMatch(/^id,time,key_id,.*,cost,cost_nanos,/)
    const line = lines.find((each) => each.startsWith(id))
    expect(line).toContain(',"a ""quoted"", name",')
    expect(lines).toHaveLength((await get('?limit=500')).data.length)
  })

  test('filters apply, parquet is not supported yet, and another format is unknown', async () => {
    expect((await get('/export?user=nobody')).text).toBe('')
    expect((await get('/export?format=parquet')).body.error).toMatchObject({
      code: 'unsupported_parameter',
      param: 'format',
    })
    expect((await get('/export?format=xml')).body.error).toMatchObject({ param: 'format' })
  })
})

test('an exchange that is not there is a 404', async () => {
  expect((await get('/exc_nothing')).status).toBe(404)
})

/** The answer's text, in either dialect. */
function textOf(answer: unknown): string {
  const { choices, content } = answer as {
    readonly choices?: readonly { readonly message: { readonly content: string } }[]
    readonly content?: readonly { readonly text?: string }[]
  } // Whatever is not there reads as empty, and fails the test.
  return choices?.[0]?.message.content ?? content?.map(({ text }) => text ?? '').join('') ?? ''
}
