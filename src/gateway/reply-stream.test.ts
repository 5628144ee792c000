import fc from 'fast-check'
import { expect, test } from 'vitest'
import { targetAt } from '../routing/target.fixture.ts'
import { chat, heldGateway, incomingOf } from './gateway.fixture.ts'
import { HeldReply } from './held-ports.fixture.ts'
import { RECORDED_BYTES_MAX, ReplyStream } from './reply-stream.ts'
import { begin } from './serve.ts'

const SERVED = { target: targetAt(0), model: 'm', dropped: [] }

function opened(onDrain: () => void = () => {}) {
  const { gateway } = heldGateway()
  const reply = new HeldReply()
  const exchange = begin(incomingOf(chat(), { reply }), gateway)
  const stream = new ReplyStream(exchange)
  stream.onDrain(onDrain)
  return { reply, stream }
}

test('nothing leaves before the commit, and everything in order after it, but for the end', () => {
  const place = fc.constantFrom('content', 'usage')
  const pieces = fc.array(fc.tuple(fc.string({ minLength: 1 }), place, fc.boolean()), { minLength: 1 })
  const property = fc.property(pieces, fc.nat(10), (list, commitAt) => {
    const { reply, stream } = opened()
    let isCommitted = false
    for (const [index, [text, where, isFlushed]] of list.entries()) {
      if (index === commitAt) {
        stream.commit(SERVED)
        isCommitted = true
      }
      stream.push(Buffer.from(text), where)
      if (isFlushed) stream.flush()
      if (!isCommitted) expect(reply.state).toBe('new')
    }
    stream.push(Buffer.from('[END]'), 'end')
    stream.commit(SERVED)
    stream.flush()
    expect(reply.body).not.toContain('[END]')
    const whole = list.map(([text]) => text).join('')
    expect(`${reply.body}${stream.last?.toString()}`).toBe(`${Buffer.from(whole).toString()}[END]`)
    expect(Buffer.concat([...stream.sent]).toString()).toBe(reply.body)
  })
  // Within one test, so that its gateways are closed when it is over.
  fc.assert(property, { numRuns: 50 })
})

test('a commit is made once', () => {
  const { stream } = opened()
  stream.commit(SERVED)
  stream.commit(SERVED)
  expect(stream.isCommitted).toBe(true)
})

test('a beginning without substance is held up to its bound, and then sent as it is', () => {
  const { stream } = opened()
  stream.push(Buffer.alloc(256 * 1024), 'content')
  expect(stream.mustCommit).toBe(false)
  stream.push(Buffer.alloc(1), 'content')
  expect(stream.mustCommit).toBe(true)
})

test('a slow caller is waited for until he has read', () => {
  let drains = 0
  const { reply, stream } = opened(() => drains++)
  stream.commit(SERVED)
  reply.isFull = true
  stream.push(Buffer.from('x'), 'content')
  stream.flush()
  expect(stream.mustWait).toBe(true)
  reply.drain()
  expect([stream.mustWait, drains]).toEqual([false, 1])
})

test('what is kept for the record is bounded, what is sent is not', () => {
  const { reply, stream } = opened()
  stream.commit(SERVED)
  for (let piece = 0; piece < 40; piece++) {
    stream.push(Buffer.alloc(64 * 1024, 'x'), 'content')
    stream.flush()
  }
  const kept = stream.sent.reduce((sum, { length }) => sum + length, 0)
  expect(kept).toBeLessThanOrEqual(RECORDED_BYTES_MAX + 64 * 1024)
  expect(reply.body.length).toBe(40 * 64 * 1024)
})
