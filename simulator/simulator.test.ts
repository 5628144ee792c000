import { afterAll, beforeEach, expect, test } from 'vitest'
import { startSimulator } from './simulator.ts'
import { ask, deltas, FORMATS, frames, post } from './testing.ts'

const simulator = await startSimulator({
  aliases: { 'gpt-5.4': 'echo' },
  slow: { firstTokenMs: 50, paceMs: 5 },
})
afterAll(() => simulator.close())
beforeEach(() => simulator.reset())

const TEXT = 'One, two  three\nвир 海図 ⛵ "quoted" \\ end'

test.each(FORMATS)('$wire: echo repeats the text, whole and streamed', async (format) => {
  const whole = await ask(simulator, format, 'sim/echo', { text: TEXT })
  expect(whole.status).toBe(200)
  expect(format.text(await whole.json())).toBe(TEXT)
  const streamed = await frames(await ask(simulator, format, 'echo', { text: TEXT, stream: true }))
  expect(deltas(format, streamed.frames)).toBe(TEXT)
  expect(streamed.isCut).toBe(false)
})

test.each(FORMATS)('$wire: lorem says the same for the same request, in a stream too', async (format) => {
  const text = format.text(await (await ask(simulator, format, 'lorem')).json())
  const streamed = await frames(await ask(simulator, format, 'lorem', { stream: true }))
  expect(deltas(format, streamed.frames)).toBe(text)
  const other = format.text(await (await ask(simulator, format, 'lorem', { text: 'something else' })).json())
  expect(other).not.toBe(text)
})

test.each(FORMATS)(
  '$wire: what it bills is what it reports, and a stream costs as much as a whole answer',
  async (format) => {
    await (
      await ask(simulator, format, 'echo', { text: 'one two three', headers: { 'x-sim-id': 'whole' } })
    ).text()
    await (await ask(simulator, format, 'echo', { text: 'one two three', stream: true })).text()
    const [whole, streamed] = simulator.requests()
    expect(whole).toMatchObject({
      id: 'whole',
      model: 'echo',
      status: 200,
      inputTokens: 4,
      outputTokens: 3,
      aborted: false,
    })
    expect(streamed).toMatchObject({ id: null, inputTokens: 4, outputTokens: 3 })
    expect(simulator.stats()).toEqual({ requests: 2, aborted: 0, inputTokens: 8, outputTokens: 6 })
  },
)

test('usage says what was billed', async () => {
  const [openai, anthropic, gemini] = FORMATS
  const text = 'one two three'
  expect(await (await ask(simulator, openai, 'echo', { text })).json()).toMatchObject({
    usage: { prompt_tokens: 4, completion_tokens: 3, total_tokens: 7 },
  })
  expect(await (await ask(simulator, anthropic, 'echo', { text })).json()).toMatchObject({
    usage: { input_tokens: 4, output_tokens: 3 },
  })
  expect(await (await ask(simulator, gemini, 'echo', { text })).json()).toMatchObject({
    usageMetadata: { promptTokenCount: 4, candidatesTokenCount: 3, totalTokenCount: 7 },
  })
})

test.each(FORMATS)('$wire: a client that leaves has paid for what was sent, and no more', async (format) => {
  const leaving = new AbortController()
  const text = 'w '.repeat(500)
  const response = await ask(simulator, format, 'echo?pace-ms=2', {
    text,
    stream: true,
    signal: leaving.signal,
  })
  const reader = response.body?.getReader()
  for (let chunk = 0; chunk < 5; chunk++) await reader?.read()
  leaving.abort()
  await expect.poll(() => simulator.requests()[0]?.isOver).toBe(true)
  const row = simulator.requests()[0]
  expect(row?.aborted).toBe(true)
  expect(row?.inputTokens).toBe(250)
  expect(row?.outputTokens).toBeGreaterThan(0)
  expect(row?.outputTokens).toBeLessThan(400)
  expect(simulator.stats()).toMatchObject({ aborted: 1, outputTokens: row?.outputTokens })
})

test.each(FORMATS)(
  '$wire: error-NNN fails with that status; what cannot fail so is unknown',
  async (format) => {
    for (const status of [400, 401, 429, 503, 529]) {
      const response = await ask(simulator, format, `error-${status}`)
      expect(response.status).toBe(status)
      expect(format.errorText(await response.json())).toEqual(expect.any(String))
    }
    for (const model of ['error-200', 'error-', 'nobody']) {
      expect((await ask(simulator, format, model)).status).toBe(404)
    }
    expect(simulator.stats()).toMatchObject({ inputTokens: 0, outputTokens: 0 })
  },
)

test.each(FORMATS)('$wire: flaky fails about half of the time', async (format) => {
  const statuses: number[] = []
  for (let count = 0; count < 60; count++) statuses.push((await ask(simulator, format, 'flaky')).status)
  const failed = statuses.filter((status) => status === 503).length
  expect(failed).toBeGreaterThan(15)
  expect(failed).toBeLessThan(45)
  expect(new Set(statuses)).toEqual(new Set([200, 503]))
})

test('slow waits for its first token, and between tokens', async () => {
  const [openai] = FORMATS
  const before = performance.now()
  const response = await ask(simulator, openai, 'slow', { text: 'a b c d e f', stream: true })
  await frames(response)
  expect(performance.now() - before).toBeGreaterThan(50 + 6 * 5 - 5)
})

test('rows keep what was received, to the byte', async () => {
  const body = '{ "model": "gpt-5.4",\n  "user": "u1", "messages": [{"role":"user","content":"hi"}] }'
  const response = await post(simulator, '/some/base/v1/chat/completions?x=1', body, { 'x-extra': 'kept' })
  expect(await response.json()).toMatchObject({ model: 'gpt-5.4' })
  const row = simulator.requests()[0]
  expect(row).toMatchObject({
    id: 'u1',
    method: 'POST',
    path: '/some/base/v1/chat/completions?x=1',
    text: body,
  })
  expect(row?.headers['x-extra']).toBe('kept')
  expect(row?.body).toEqual(JSON.parse(body))
  expect(row?.bytesSent).toBe(Number(response.headers.get('content-length')))
})

test('what is still open at a reset no longer counts', async () => {
  const leaving = new AbortController()
  const hanging = ask(simulator, FORMATS[0], 'echo?hang', { signal: leaving.signal })
  await expect.poll(() => simulator.requests().length).toBe(1)
  const row = simulator.requests()[0]
  simulator.reset()
  leaving.abort()
  await expect(hanging).rejects.toThrow()
  await expect.poll(() => row?.aborted).toBe(true)
  expect(simulator.stats()).toEqual({ requests: 0, aborted: 0, inputTokens: 0, outputTokens: 0 })
})

test('only the last requests are remembered, oldest first; the totals are of all', async () => {
  const small = await startSimulator({ requestsKept: 3 })
  for (let index = 0; index < 8; index++) {
    await (await ask(small, FORMATS[0], 'echo')).text()
    const kept = small.requests().map((row) => row.index)
    expect(kept).toEqual([index - 2, index - 1, index].filter((number) => number >= 0))
  }
  expect(small.stats().requests).toBe(8)
  await small.close()
})

test('the same seed and requests give the same bytes', async () => {
  const answers = async (seed: number) => {
    const one = await startSimulator({ seed, now: () => 0 })
    const texts: string[] = []
    for (const format of FORMATS) {
      for (const model of ['lorem', 'think', 'flaky', 'lorem?split=random']) {
        texts.push(await (await ask(one, format, model, { stream: true })).text())
      }
    }
    await one.close()
    return texts
  }
  expect(await answers(5)).toEqual(await answers(5))
  expect(await answers(5)).not.toEqual(await answers(6))
})

test('models are listed and found in each format', async () => {
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(simulator.url + path, { headers })
    return { status: response.status, body: (await response.json()) as object }
  }
  const version = { 'anthropic-version': '2023-06-01' }
  expect((await get('/v1/models')).body).toMatchObject({
    object: 'list',
    data: [{ id: 'echo', object: 'model' }, {}, {}, {}, {}, {}, {}, {}, {}, { id: 'gpt-5.4' }],
  })
  expect((await get('/v1/models', version)).body).toMatchObject({ first_id: 'echo', has_more: false })
  expect((await get('/v1beta/models')).body).toHaveProperty('models')
  expect((await get('/v1/models/echo')).body).toMatchObject({ id: 'echo', owned_by: 'simulator' })
  expect((await get('/v1/models/echo', version)).body).toMatchObject({ type: 'model', id: 'echo' })
  expect((await get('/v1beta/models/echo')).body).toMatchObject({ name: 'models/echo' })
  expect((await get('/v1/models/nobody')).status).toBe(404)
})

test('tokens are counted as they would be billed, for nothing', async () => {
  const messages = [{ role: 'user', content: 'one two three' }]
  const anthropic = await post(simulator, '/v1/messages/count_tokens', { model: 'echo', messages })
  expect(await anthropic.json()).toEqual({ input_tokens: 4 })
  const contents = [{ parts: [{ text: 'one two three' }] }]
  for (const body of [{ contents }, { generateContentRequest: { contents } }]) {
    const gemini = await post(simulator, '/v1beta/models/echo:countTokens', body)
    expect(await gemini.json()).toMatchObject({ totalTokens: 4 })
  }
  expect(simulator.stats()).toMatchObject({ inputTokens: 0, outputTokens: 0 })
})

test('unknown paths and wrong methods are told', async () => {
  expect((await post(simulator, '/v1/nothing', {})).status).toBe(404)
  expect((await fetch(`${simulator.url}/v1/chat/completions`)).status).toBe(405)
  expect((await fetch(`${simulator.url}/v1/models`, { method: 'POST' })).status).toBe(405)
  expect((await post(simulator, '/v1beta/models/echo:streamGenerateContent', {})).status).toBe(404)
})

test('keys: only those allowed get in, each format in its own way', async () => {
  const locked = await startSimulator({ keys: { good: true, bad: false } })
  const headers = [
    (key: string) => ({ authorization: `Bearer ${key}` }),
    (key: string) => ({ 'x-api-key': key }),
    (key: string) => ({ 'x-goog-api-key': key }),
    (key: string) => ({ authorization: `Bearer ${key}` }),
  ]
  const refused = [401, 401, 400, 401]
  const missing = [401, 401, 403, 401]
  for (const [index, format] of FORMATS.entries()) {
    const status = async (key: string | null) =>
      (await ask(locked, format, 'echo', key === null ? {} : { headers: headers[index]?.(key) ?? {} })).status
    expect(await status('good')).toBe(200)
    expect(await status('bad')).toBe(refused[index])
    expect(await status('unheard of')).toBe(refused[index])
    expect(await status(null)).toBe(missing[index])
  }
  await locked.close()
})

test('rate limit: each key has its minute, told in the headers the SDKs read', async () => {
  let now = 1_000_000
  const limited = await startSimulator({ requestsPerMinute: 2, now: () => now })
  const [openai, anthropic] = FORMATS
  const as = (key: string) => ({ headers: { authorization: `Bearer ${key}` } })
  const first = await ask(limited, openai, 'echo', as('a'))
  expect(first.headers.get('x-ratelimit-remaining-requests')).toBe('1')
  now += 20_000
  const second = await ask(limited, anthropic, 'echo', as('a'))
  expect(second.headers.get('anthropic-ratelimit-requests-remaining')).toBe('0')
  const third = await ask(limited, openai, 'echo', as('a'))
  expect(third.status).toBe(429)
  expect(third.headers.get('retry-after')).toBe('40')
  expect((await ask(limited, openai, 'echo', as('b'))).status).toBe(200)
  now += 40_000
  expect((await ask(limited, openai, 'echo', as('a'))).status).toBe(200)
  await limited.close()
})
