import { request } from 'node:http'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { startSimulator } from './simulator.ts'
import { ask, deltas, FORMATS, frames } from './testing.ts'

const simulator = await startSimulator()
afterAll(() => simulator.close())
beforeEach(() => simulator.reset())

const TEXT = 'one two three four five six'

test.each(FORMATS)('$wire: a status for the first requests, with when to come back', async (format) => {
  const model = 'echo?status=429&retry-after=2&times=2'
  const responses = [
    await ask(simulator, format, model),
    await ask(simulator, format, model),
    await ask(simulator, format, model),
  ]
  expect(responses.map(({ status }) => status)).toEqual([429, 429, 200])
  expect(responses[0]?.headers.get('retry-after')).toBe('2')
  simulator.script([{ status: 503, retryAfterMs: 250, times: 1 }])
  const scripted = await ask(simulator, format, 'echo')
  expect([scripted.status, scripted.headers.get('retry-after-ms')]).toEqual([503, '250'])
  const byHeader = await ask(simulator, format, 'echo', { headers: { 'x-sim-fault': 'status=500' } })
  expect(byHeader.status).toBe(500)
  const unknown = await ask(simulator, format, 'echo', { headers: { 'x-sim-fault': 'nonsense' } })
  expect([unknown.status, await unknown.text()]).toEqual([400, expect.stringContaining('nonsense')])
})

test.each(FORMATS)('$wire: hang accepts and says nothing', async (format) => {
  await expect(ask(simulator, format, 'echo?hang', { signal: AbortSignal.timeout(200) })).rejects.toThrow()
  await expect.poll(() => simulator.requests()[0]?.aborted).toBe(true)
  expect(simulator.requests()[0]?.bytesSent).toBe(0)
})

test('reset breaks the connection before any header', async () => {
  const code = await new Promise((resolve) => {
    const { port } = simulator
    const sent = request({ port, method: 'POST', path: '/v1/chat/completions' })
    sent.on('response', () => resolve('answered'))
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    sent.end(JSON.stringify(FORMATS[0].body('echo?reset', TEXT, false)))
  })
  expect(code).toBe('ECONNRESET')
  expect(simulator.requests()[0]).toMatchObject({ aborted: false, status: null })
})

test.each(FORMATS)(
  '$wire: a stream cut after every possible event delivers exactly these',
  async (format) => {
    const whole = await frames(await ask(simulator, format, 'echo', { text: TEXT, stream: true }))
    for (let count = 0; count < whole.frames.length; count++) {
      const cut = await frames(
        await ask(simulator, format, `echo?cut-events=${count}`, { text: TEXT, stream: true }),
      )
      expect(cut.isCut).toBe(true)
      expect(cut.frames).toHaveLength(count)
    }
    expect(simulator.stats().aborted).toBe(0)
  },
)

test.each(FORMATS)('$wire: bytes can be cut anywhere, of a stream and of a whole answer', async (format) => {
  for (const stream of [false, true]) {
    for (const count of [0, 1, 77]) {
      const response = await ask(simulator, format, `echo?cut-bytes=${count}`, { text: TEXT, stream })
      let received = 0
      const reading = async () => {
        for await (const chunk of response.body ?? []) received += chunk.length
      }
      await expect(reading()).rejects.toThrow()
      expect(received).toBe(count)
    }
  }
})

test.each(FORMATS)('$wire: a stall is silence in the midst', async (format) => {
  const model = 'echo?stall-events=3&stall-ms=120'
  const before = performance.now()
  const { frames: all, isCut } = await frames(
    await ask(simulator, format, model, { text: TEXT, stream: true }),
  )
  expect(performance.now() - before).toBeGreaterThan(115)
  expect([deltas(format, all), isCut]).toEqual([TEXT, false])
})

test.each(FORMATS)('$wire: a slow first token follows a prompt head', async (format) => {
  const before = performance.now()
  const response = await ask(simulator, format, 'echo?first-token-ms=150', { text: TEXT, stream: true })
  const headMs = performance.now() - before
  const { frames: all } = await frames(response)
  expect(headMs).toBeLessThan(140)
  expect(performance.now() - before).toBeGreaterThan(145)
  expect(deltas(format, all)).toBe(TEXT)
})

test.each(FORMATS)('$wire: a malformed event is one that does not parse; the others do', async (format) => {
  const { frames: all } = await frames(
    await ask(simulator, format, 'echo?malformed=2', { text: TEXT, stream: true }),
  )
  const broken = all.flatMap(({ data }, index) => (data === '[DONE]' || isJson(data) ? [] : [index]))
  expect(broken).toEqual([2])
  const whole = await ask(simulator, format, 'echo?malformed=0', { text: TEXT })
  expect(isJson(await whole.text())).toBe(false)
})

test.each(FORMATS)('$wire: without its terminator a stream ends cleanly, one event short', async (format) => {
  const whole = await frames(await ask(simulator, format, 'echo', { text: TEXT, stream: true }))
  const short = await frames(await ask(simulator, format, 'echo?no-terminator', { text: TEXT, stream: true }))
  expect(short.isCut).toBe(false)
  expect(short.frames).toHaveLength(whole.frames.length - 1)
  expect(deltas(format, short.frames)).toBe(TEXT)
})

test.each(FORMATS)('$wire: usage can be missing or zero, while the books know better', async (format) => {
  for (const stream of [false, true]) {
    const missing = await (await ask(simulator, format, 'echo?usage=missing', { stream })).text()
    expect(missing).not.toMatch(/"(?:prompt_tokens|input_tokens|promptTokenCount)"/)
    const zero = await (await ask(simulator, format, 'echo?usage=zero', { stream })).text()
    expect(zero).toMatch(/"(?:prompt_tokens|input_tokens|promptTokenCount)":0/)
    expect(zero).not.toMatch(
      /"(?:completion_tokens|output_tokens|candidatesTokenCount|totalTokenCount)":[1-9]/,
    )
  }
  expect(simulator.stats()).toMatchObject({ inputTokens: 16, outputTokens: 12 })
})

test.each(FORMATS)('$wire: an error inside a 200, before and after content', async (format) => {
  for (const count of [0, 4]) {
    const response = await ask(simulator, format, `echo?stream-error=${count}`, { text: TEXT, stream: true })
    expect(response.status).toBe(200)
    const { frames: all, isCut } = await frames(response)
    expect([all.length, isCut]).toEqual([count + 1, false])
    expect(format.errorText(JSON.parse(all.at(-1)?.data ?? ''))).toEqual(expect.any(String))
  }
  const whole = await ask(simulator, format, 'echo?stream-error=0')
  expect(whole.status).toBe(200)
  expect(format.errorText(await whole.json())).toEqual(expect.any(String))
})

test.each(FORMATS)('$wire: a careless provider repeats the key in its error', async (format) => {
  const headers = {
    authorization: 'Bearer sk-secret',
    'x-api-key': 'sk-secret',
    'x-goog-api-key': 'sk-secret',
  }
  const response = await ask(simulator, format, 'echo?echo-key', { headers })
  expect(response.status).toBe(401)
  expect(format.errorText(await response.json())).toContain('sk-secret')
})

test.each(FORMATS)('$wire: a prompt that is too long', async (format) => {
  const response = await ask(simulator, format, 'echo?error=context_length_exceeded')
  expect(response.status).toBe(400)
  expect(await response.text()).toMatch(
    /context_length_exceeded|prompt is too long|exceeds the maximum number of tokens/,
  )
})

test('a prompt that is filtered: the others refuse, Gemini answers without candidates', async () => {
  const statuses: number[] = []
  for (const format of FORMATS)
    statuses.push((await ask(simulator, format, 'echo?error=content_filter')).status)
  expect(statuses).toEqual([400, 400, 200, 400])
  for (const stream of [false, true]) {
    const text = await (await ask(simulator, FORMATS[2], 'echo?error=content_filter', { stream })).text()
    expect(text).toContain('"blockReason":"PROHIBITED_CONTENT"')
    expect(text).not.toContain('candidates"')
  }
})

test.each(FORMATS)('$wire: an answer that is filtered half way', async (format) => {
  for (const stream of [false, true]) {
    const text = await (
      await ask(simulator, format, 'echo?finish=content_filter', { text: TEXT, stream })
    ).text()
    expect(text).toMatch(/"content_filter"|"refusal"[,}]|"SAFETY"/)
    expect(text).toContain('three')
    expect(text).not.toContain('four')
  }
})

test.each(FORMATS)('$wire: a page instead of an answer, and a wrong content type', async (format) => {
  const page = await ask(simulator, format, 'echo?html')
  expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html'])
  expect(await page.text()).toContain('<html>')
  const typed = await ask(simulator, format, 'echo?content-type=text/plain')
  expect([typed.status, typed.headers.get('content-type')]).toEqual([200, 'text/plain'])
})

test.each(FORMATS)('$wire: a huge body is as huge as asked', async (format) => {
  const bytes = 3 * 1024 * 1024
  const response = await ask(simulator, format, `echo?body-bytes=${bytes}`)
  expect(format.text(await response.json())).toHaveLength(bytes)
})

test.each(FORMATS)('$wire: however the bytes are split, they are the same', async (format) => {
  const text = 'вир 海図 ⛵ and plain'
  const plain = await frames(await ask(simulator, format, 'echo', { text, stream: true }))
  for (const split of ['bytes', 'random', 'whole']) {
    const model = `echo?split=${split}`
    const again = await frames(await ask(simulator, format, model, { text, stream: true }))
    expect(deltas(format, again.frames)).toBe(text)
    expect(again.frames).toHaveLength(plain.frames.length)
    if (split === 'bytes') expect(again.chunks).toBe(simulator.requests().at(-1)?.bytesSent)
    if (split === 'whole') expect(again.chunks).toBe(1)
    expect(format.text(await (await ask(simulator, format, model, { text })).json())).toBe(text)
  }
})

test('paced events come one by one', async () => {
  const response = await ask(simulator, FORMATS[0], 'echo?pace-ms=0', { text: TEXT, stream: true })
  const { frames: all } = await frames(response)
  expect(deltas(FORMATS[0], all)).toBe(TEXT)
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
