import { expect, vi } from 'vitest'
import { answerWhole } from './answers.fixture.ts'
import { chat, configOf, heldGateway, type HeldGateway, incomingOf, keyOf } from './gateway.fixture.ts'
import { serve } from './serve.ts'

const SECRET = 'sk-ptl-of-a-caller'
export const asCaller = { authorization: `Bearer ${SECRET}` }

/** Lets everything run that waits for no timer. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

/** One key that may have one request at a time: a reservation that is not given back is a refusal of the next. */
export function oneAtATime(config = configOf()): HeldGateway {
  return heldGateway(config, [keyOf(SECRET, { limits: { concurrency: 1 } })])
}

export async function expectClosedOnce(held: HeldGateway, serving: Promise<void>): Promise<void> {
  await serving
  held.flush()
  expect(held.records.length).toBe(1)
  expect(held.gateway.books.openCount).toBe(0)
  expect(vi.getTimerCount()).toBeLessThanOrEqual(1) // A finished stream lingers for its connection's sake.
  await vi.advanceTimersByTimeAsync(10_000)
  expect(vi.getTimerCount()).toBe(0)
  const next = incomingOf(chat(), { headers: asCaller })
  const serves = serve(next, held.gateway)
  await settle()
  answerWhole(held.network.last)
  await serves
  held.flush()
  expect(next.reply.status).toBe(200)
}
