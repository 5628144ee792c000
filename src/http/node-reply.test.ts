import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { NodeReply } from './node-reply.ts'
import { lineTo, listening, pause } from './sockets.fixture.ts'

const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n'

async function held() {
  let take: (reply: NodeReply) => void = () => {}
  const taken = new Promise<NodeReply>((resolve) => {
    take = resolve
  })
  const { port } = await listening((_, response: ServerResponse) => take(new NodeReply(response)))
  const line = await lineTo(port)
  line.socket.write(GET)
  return { line, reply: await taken }
}

test('a whole answer says its length', async () => {
  const { line, reply } = await held()
  reply.send(200, { 'content-type': 'text/plain' }, Buffer.from('ä'))
  await line.has('ä')
  expect(line.text()).toContain('content-length: 2')
})

test('a stream that ends properly looks whole, and one that is destroyed does not', async () => {
  const whole = await held()
  whole.reply.begin(200, {})
  whole.reply.write(Buffer.from('part'))
  whole.reply.end(Buffer.from('last'))
  await whole.line.has('0\r\n\r\n')

  const broken = await held()
  broken.reply.begin(200, {})
  broken.reply.write(Buffer.from('part'))
  await broken.line.has('part')
  broken.reply.destroy()
  await broken.line.closed()
  expect(broken.line.text()).not.toContain('0\r\n\r\n')
})

test('who leaves is noticed once, and nothing that is written to him throws', async () => {
  const { line, reply } = await held()
  let gone = 0
  let over = 0
  reply.onGone(() => gone++)
  reply.onOver(() => over++)
  reply.begin(200, {})
  reply.write(Buffer.from('part'))
  line.socket.destroy()
  await pause(50)
  expect([gone, over]).toEqual([1, 1])
  reply.begin(200, {})
  reply.write(Buffer.from('more'))
  reply.end(null)
  reply.send(500, {}, Buffer.from('late'))
  reply.destroy()
  await pause(20)
  expect([gone, over]).toEqual([1, 1])
})

test('who had left before anybody asked is told of at once', async () => {
  const { line, reply } = await held()
  line.socket.destroy()
  await pause(50)
  let told = ''
  reply.onGone(() => {
    told += 'gone'
  })
  reply.onOver(() => {
    told += ' over'
  })
  expect(told).toBe('gone over')
})

test('an answer that was read to its end is no leaving', async () => {
  const { line, reply } = await held()
  let gone = 0
  reply.onGone(() => gone++)
  reply.send(200, {}, Buffer.from('done'))
  await line.has('done')
  line.socket.destroy()
  await pause(50)
  expect(gone).toBe(0)
})

test('writing in the moment between the destruction and its notice throws nothing', async () => {
  const { reply } = await held()
  reply.begin(200, {})
  reply.destroy()
  expect(reply.write(Buffer.from('x'))).toBe(false)
  reply.end(Buffer.from('y'))
  await pause(20)
})

test('a caller who reads slowly is waited for, and says when he has', async () => {
  const { line, reply } = await held()
  line.socket.pause()
  let drained = 0
  reply.onDrain(() => drained++)
  reply.begin(200, {})
  const piece = Buffer.alloc(256 * 1024, 'x')
  let written = 0
  while (written < 200 && reply.write(piece)) written++
  await pause(50)
  while (reply.write(piece) && written++ < 200);
  expect(written).toBeLessThan(200)
  const before = drained
  line.socket.resume()
  await pause(300)
  expect(drained).toBeGreaterThan(before)
})
