import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { AuditCheckpoint, AuditEvent } from './audit-event.ts'
import { EMPTY_CHAIN, linked } from './chain.ts'
import { publicKeyText, signCheckpoint } from './checkpoint.ts'
import { ChainVerifier } from './verify.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const LENGTH = 8
const chain = makeChain(LENGTH)
const signed = [3, 8].map((seq) => signCheckpoint(at(chain, seq), 1_000, privateKey))

function makeChain(length: number, body = (seq: number) => `{"n":${seq}}`): AuditEvent[] {
  const events: AuditEvent[] = []
  for (let seq = 1; seq <= length; seq++) {
    const draft = {
      timeMs: seq,
      actor: 'master',
      action: 'keys.create',
      subject: `key_${seq}`,
      organizationId: null,
    }
    events.push(linked({ ...draft, body: body(seq) }, events.at(-1) ?? EMPTY_CHAIN))
  }
  return events
}

function at(events: readonly AuditEvent[], seq: number): AuditEvent {
  const event = events.find((each) => each.seq === seq)
  if (event === undefined) throw new RangeError(`There is no event ${seq}.`)
  return event
}

function faultOf(
  events: readonly AuditEvent[],
  checkpoints: readonly AuditCheckpoint[] = signed,
  publicKey: string | null = null,
) {
  const verifier = new ChainVerifier(checkpoints, publicKey)
  for (const event of events) if (!verifier.check(event)) break
  return verifier.result.fault
}

const changed = (seq: number, fields: Partial<AuditEvent>) =>
  chain.map((event) => (event.seq === seq ? { ...event, ...fields } : event))

test('a whole chain has no fault, with and without checkpoints', () => {
  expect(faultOf(chain)).toBeNull()
  expect(faultOf(chain, [])).toBeNull()
  expect(faultOf([], [])).toBeNull()
})

describe.each([1, 2, 5, LENGTH])('event %d', (seq) => {
  test.each([
    [{ body: '{"n":99}' }, 'body-changed'],
    [{ timeMs: 77 }, 'event-changed'],
    [{ actor: 'key:other' }, 'event-changed'],
    [{ action: 'keys.delete' }, 'event-changed'],
    [{ subject: null }, 'event-changed'],
    [{ organizationId: 'org_1' }, 'event-changed'],
    [{ hash: '0'.repeat(64) }, 'event-changed'],
  ])('flipped to %j is named', (fields, reason) => {
    expect(faultOf(changed(seq, fields))).toEqual({ seq, reason })
  })

  test('deleted is named', () => {
    const rest = chain.filter((event) => event.seq !== seq)
    expect(faultOf(rest)).toEqual({ seq, reason: 'missing' })
  })

  test('inserted a second time is named', () => {
    expect(faultOf(chain.flatMap((event) => (event.seq === seq ? [event, event] : [event])))).toEqual({
      seq,
      reason: 'repeated',
    })
  })

  test('put in the place of another is named', () => {
    const other = seq === LENGTH ? 1 : seq + 1
    const swapped = chain.map((event) =>
      event.seq === seq
        ? { ...at(chain, other), seq }
        : event.seq === other
          ? { ...at(chain, seq), seq: other }
          : event,
    )
    expect(faultOf(swapped)).toEqual({ seq: Math.min(seq, other), reason: 'event-changed' })
  })

  test('erased is no fault', () => {
    expect(faultOf(changed(seq, { body: null }))).toBeNull()
  })
})

test('events in another order are named', () => {
  const [first, second, ...rest] = chain
  if (first === undefined || second === undefined) throw new RangeError('The chain is too short.')
  expect(faultOf([second, first, ...rest])).toEqual({ seq: 1, reason: 'missing' })
})

test('one that is made up and linked in is named', () => {
  const head = at(chain, 4)
  const forged = linked({ ...head, body: '{}', subject: 'key_forged' }, head)
  const renumbered = chain.slice(4).map((event) => ({ ...event, seq: event.seq + 1 }))
  expect(faultOf([...chain.slice(0, 4), forged, ...renumbered])).toEqual({ seq: 6, reason: 'event-changed' })
})

test('a chain that was cut off at its end, or written anew, differs from what was signed', () => {
  expect(faultOf(chain.slice(0, 6))).toEqual({ seq: 7, reason: 'missing' })
  expect(faultOf([])).toEqual({ seq: 1, reason: 'missing' })
  expect(faultOf(makeChain(LENGTH, () => '{"all":"new"}'))).toEqual({ seq: 3, reason: 'rewritten' })
})

test('a checkpoint that was changed, or is of another key, is forged', () => {
  const [first, last] = signed
  if (first === undefined || last === undefined) throw new RangeError('There are too few checkpoints.')
  const forged = { seq: 3, reason: 'checkpoint-forged' }
  expect(faultOf(chain, [{ ...first, timeMs: 1 }, last])).toEqual(forged)
  expect(faultOf(chain, [{ ...first, publicKey: 'AAAA' }, last])).toEqual(forged)
  const stranger = generateKeyPairSync('ed25519').privateKey
  const theirs = signCheckpoint(at(chain, 3), 1_000, stranger)
  expect(faultOf(chain, [theirs, last])).toBeNull()
  expect(faultOf(chain, [theirs, last], publicKeyText(privateKey))).toEqual(forged)
})
