import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { ask, type CallerOptions } from './caller.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A gateway that answers just so. */
async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // It listens on TCP.
}

const asking = (url: string, fields: Partial<CallerOptions> = {}) =>
  ask({
    url,
    key: 'sk',
    model: 'smart',
    stream: false,
    monotonicMs: () => performance.now(),
    signal: new AbortController().signal,
    ...fields,
  })

const reply = (status: number, body: string, headers: Readonly<Record<string, string>> = {}) =>
  answering((request, response) => {
    request.resume()
    response.writeHead(status, { 'x-portolan-provider': 'up', ...headers }).end(body)
  })

test('a whole answer has its provider and its cost in the head', async () => {
  const felt = await asking(await reply(200, '{"choices":[]}', { 'x-portolan-cost': '0.000012' }))
  expect(felt).toMatchObject({ code: null, provider: 'up', costNanos: 12_000 })
  expect(felt?.firstMs).toBeGreaterThan(0)
})

test('a stream has its cost in its last usage report', async () => {
  const body = 'data: {"choices":[{}]}\n\ndata: {"choices":[],"usage":{"cost":0.5}}\n\ndata: [DONE]\n\n'
  expect(await asking(await reply(200, body), { stream: true })).toMatchObject({
    code: null,
    costNanos: 500_000_000,
  })
})

test.each([
  ['an error', 503, '{"error":{"code":"overloaded"}}', false, 'overloaded'],
  ['a reply of somebody in between', 502, '<html>', false, 'status_502'],
  ['half an answer', 200, '{"choices":', false, 'cut_off'],
  ['a stream without its end', 200, 'data: {"choices":[{}]}\n\n', true, 'cut_off'],
  [
    'a stream that ends in an error',
    200,
    'data: {"choices":[{}]}\n\ndata: {"error":{"code":"stream_interrupted"}}\n\n',
    true,
    'stream_interrupted',
  ],
])('%s is a failure', async (_, status, body, stream, code) => {
  expect(await asking(await reply(status, body), { stream })).toMatchObject({ code, firstMs: null })
})

test('a connection that breaks is no answer', async () => {
  const url = await answering((request) => request.socket.destroy())
  expect(await asking(url)).toMatchObject({ code: 'no_answer', provider: null })
})

test('a question that is called off counts for nothing', async () => {
  const stop = new AbortController()
  const url = await answering(() => stop.abort())
  expect(await asking(url, { signal: stop.signal })).toBeNull()
})
