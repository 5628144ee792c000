import { setImmediate as turn } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { chat, configOf, type HeldGateway, heldGateway, incomingOf, routeConfig } from './gateway.fixture.ts'
import type { HeldReply } from './held-ports.fixture.ts'
import { serve } from './serve.ts'

const CONFIG = configOf({
  providers: {
    a: {
      kind: 'bedrock',
      baseUrl: null,
      credentials: [{ name: '1', value: 'key', weight: 1 }],
      headers: {},
      settings: { aws_region: 'us-east-1' },
    },
  },
  models: {
    smart: routeConfig({ targets: [{ provider: 'a', model: 'us.m-v1:0', weight: 1, price: null }] }),
  },
})

const ANSWER = [
  message('messageStart', { role: 'assistant' }),
  message('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Ahoy' } }),
  message('contentBlockStop', { contentBlockIndex: 0 }),
  message('messageStop', { stopReason: 'end_turn' }),
  message('metadata', { usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 } }),
]

async function asked(stream: boolean) {
  const held = heldGateway(CONFIG)
  const incoming = incomingOf(chat({ stream }))
  void serve(incoming, held.gateway)
  await turn()
  const { request, handler } = held.network.last
  handler.onHeaders(200, { 'content-type': 'application/vnd.amazon.eventstream' })
  return { held, incoming, request, handler }
}

test('a binary stream reaches a caller as events of his own format', async () => {
  const { held, incoming, request, handler } = await asked(true)
  expect(request.origin + request.path).toBe(
    'https://bedrock-runtime.us-east-1.amazonaws.com/model/us.m-v1%3A0/converse-stream',
  )
  expect(request.headers.authorization).toBe('Bearer key')
  for (const byte of Buffer.concat(ANSWER)) handler.onData(Buffer.from([byte]))
  handler.onEnd()
  await ended(held, incoming.reply)
  expect(incoming.reply.body).toContain('"content":"Ahoy"')
  expect(incoming.reply.body).toMatch(/data: \[DONE\]\n\n$/)
  expect(held.records[0]?.usage).toMatchObject({ inputTokens: 3, outputTokens: 2 })
})

test('a stream that was not asked for is read as a whole answer', async () => {
  const { held, incoming, handler } = await asked(false)
  handler.onData(Buffer.concat(ANSWER))
  handler.onEnd()
  await ended(held, incoming.reply)
  expect(JSON.parse(incoming.reply.body)).toMatchObject({ choices: [{ message: { content: 'Ahoy' } }] })
})

test('a damaged stream is the fault of its provider', async () => {
  const { held, incoming, handler } = await asked(true)
  const damaged = Buffer.concat(ANSWER)
  damaged[40] = (damaged[40] ?? 0) ^ 1
  handler.onData(damaged)
  await ended(held, incoming.reply)
  expect(incoming.reply.status).toBe(502)
  expect(incoming.reply.body).toContain('sent an event that is damaged')
})

async function ended({ flush }: HeldGateway, reply: HeldReply): Promise<void> {
  for (let turns = 0; turns < 100 && reply.state !== 'ended'; turns++) {
    await turn()
    flush()
  }
}

function message(type: string, body: object): Buffer {
  const header = (name: string, value: string) =>
    Buffer.concat([
      Buffer.from([name.length]),
      Buffer.from(name),
      Buffer.from([7, 0, value.length]),
      Buffer.from(value),
    ])
  const headers = Buffer.concat([header(':event-type', type), header(':message-type', 'event')])
  const payload = Buffer.from(JSON.stringify(body))
  const length = Buffer.alloc(8)
  length.writeUInt32BE(headers.length + payload.length + 16, 0)
  length.writeUInt32BE(headers.length, 4)
  const whole = Buffer.concat([length, checksum(length), headers, payload])
  return Buffer.concat([whole, checksum(whole)])
}

function checksum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(bytes))
  return sum
}
