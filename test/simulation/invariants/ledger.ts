import type { AttemptRecord, ExchangeRecord } from '../../../src/core/record.ts'
import { SpendCounter } from '../../../src/ledger/counter.ts'
import type { JournalEntry } from '../../../src/ledger/journal-entry.ts'
import { decodeRecord } from '../../../src/ledger/journal-record.ts'
import type { WrittenEntry } from '../../../src/ledger/journal-text.ts'
import { recordOf, type SimulatedExchange } from '../evidence.ts'
import type { Invariant } from '../invariants.ts'
import type { UpstreamCall } from '../upstream-call.ts'
import { attemptsOf, targetOf } from './route-of.ts'

/** What is opened is closed, once, and what was said to be written is what the journal holds, once each. */
export const everyAdmittedExchangeIsClosedOnce: Invariant = function* ({
  exchanges,
  appended,
  entries,
  hadFullDisk,
}) {
  const handed = Map.groupBy(appended, ({ entry }) => nameOf(entry))
  for (const [name, { length }] of handed) {
    if (length > 1 && !name.startsWith('progress')) yield `${name} was handed to the journal ${length} times`
  }
  const found = entries.map(nameOfWritten)
  for (const { request, id, opened, closed, answer } of exchanges) {
    if (opened !== null && closed === null) yield `caller ${request.number} was admitted and never closed`
    const isTold = answer.terminals.some(({ type }) => type === 'finish')
    if (isTold && !found.includes(`close ${id}`))
      yield `caller ${request.number} has a whole answer that is in no journal`
  }
  const written = appended.filter(({ isWritten }) => isWritten !== false).map(({ entry }) => nameOf(entry))

  if (!hadFullDisk && written.join() !== found.join())
    yield `the journal holds ${found.join()}, not ${written.join()}`
}

function nameOf(entry: JournalEntry): string {
  switch (entry.type) {
    case 'open':
      return `open ${entry.exchange.id}`
    case 'close':
      return `close ${entry.record.id}`
    case 'progress':
      return `progress ${entry.id}`
  }
}

function nameOfWritten(entry: WrittenEntry): string {
  return entry.type === 'close' ? `close ${decodeRecord(entry).id}` : `${entry.type} ${entry.id}`
}

/** A record tells of each call that a provider got, in order, and of the usage that the provider said. */
export const recordsAgreeWithProviders: Invariant = function* ({ exchanges }) {
  for (const exchange of exchanges) {
    const record = recordOf(exchange)
    const { request, calls, config } = exchange
    const who = `caller ${request.number}`
    if (record === null) {
      if (calls.length > 0) yield `${who} has no record, and ${calls.length} calls were made for him`
      continue
    }
    const attempts = attemptsOf(exchange)
    if (attempts.length !== calls.length) yield `${who}: ${attempts.length} attempts, ${calls.length} calls`
    for (const [at, call] of calls.entries()) {
      const attempt = attempts[at]
      const wrong = attempt === undefined ? null : differenceOf(attempt, call, exchange)
      if (wrong !== null) yield `${who}, attempt ${at + 1} of ${targetOf(call, config)}: ${wrong}`
    }
    // On a full disk the caller is told of that, and the record is lost.
    if (exchange.closed?.isWritten === true) yield* differencesOfAnswer(exchange, record)
  }
}

function differenceOf(
  attempt: AttemptRecord,
  call: UpstreamCall,
  { config, beganMs }: SimulatedExchange,
): string | null {
  const target = targetOf(call, config)
  if (attempt.target !== target) return `recorded as ${attempt.target}`
  if (attempt.startedMs !== call.atMs - beganMs) {
    return `recorded as begun after ${attempt.startedMs} ms, called after ${call.atMs - beganMs} ms`
  }
  // What was called off before a head came leaves nothing to be recorded.
  const isKnown = attempt.code !== 'client_closed_request' && attempt.code !== 'hedge_lost'
  if (isKnown && attempt.status !== call.status)
    return `recorded with status ${attempt.status}, sent ${call.status}`
  if (attempt.code === null && !call.isFinished) return 'recorded as a success, and not finished'
  return null
}

function* differencesOfAnswer({ request, calls, caller, answer }: SimulatedExchange, record: ExchangeRecord) {
  const who = `caller ${request.number}`
  const last = calls.at(-1)
  const isTold = answer.terminals.some(({ type }) => type === 'finish')
  if (isTold && (record.status !== 200 || record.errorCode !== null)) {
    yield `${who} has a whole answer, recorded as ${record.status} ${record.errorCode}`
  }
  const [error] = answer.terminals.filter((terminal) => terminal.type === 'error')
  if (error !== undefined && record.errorCode !== error.code) {
    yield `${who} was told ${error.code}, recorded as ${record.errorCode}`
  }
  if (caller.status !== null && caller.hasStayed && caller.endings > 0 && record.status !== caller.status) {
    yield `${who} got status ${caller.status}, recorded as ${record.status}`
  }
  // Two beside each other, or one after the other, have usage in common.
  const isOfOne = record.attempts.every(({ role }) => role === undefined)
  if (record.target === null || last === undefined || !isOfOne) return
  if (record.target !== record.attempts.at(-1)?.target) yield `${who}: the record names ${record.target}`
  const { input, output } = last.parts.answer.usage
  const said = last.hasSaidUsage && isTold
  const { usage, usageSource } = record
  if (said && usageSource !== 'provider')
    yield `${who}: the usage is ${usageSource}, and the provider had said it`
  const isExact = usage?.inputTokens === input && usage.outputTokens === output
  if (usageSource === 'provider' && !isExact) {
    yield `${who}: recorded ${usage?.inputTokens}+${usage?.outputTokens} tokens, the provider said ${input}+${output}`
  }
}

/** When everybody has his answer nothing is held any more: no exchange, no reservation, no call, no timer. */
export const nothingIsLeftOpen: Invariant = function* ({ left, reservations, calls, exchanges, endMs }) {
  if (left.underway > 0) yield `${left.underway} exchanges are still under way`
  if (left.open > 0) yield `${left.open} exchanges are still open in the books`
  for (const { counter, state, measure } of reservations.flatMap(({ holds }) => holds)) {
    if (counter instanceof SpendCounter && counter.held !== 0)
      yield `${state.scope.type} ${state.scope.id} still holds ${counter.held} of ${measure}`
  }
  for (const { ending, parts } of calls) if (ending === null) yield `call ${parts.number} was never ended`
  const lastMs = Math.max(
    0,
    ...calls.map(({ endedAtMs }) => endedAtMs ?? 0),
    ...exchanges.map(({ caller }) => caller.overAtMs ?? 0),
  )
  if (endMs > lastMs + LINGER_MS + DISK_MS)
    yield `a timer ran for ${endMs - lastMs} ms after everybody had gone`
}

/** An answer that is over keeps its connection so long. */
const LINGER_MS = 2_000
/** The scenario's own last events: a disk that has room again, a reload, a stop. */
const DISK_MS = 20_000

/** Nothing is logged as a fault of our own, but that a full disk takes no records. */
export const theGatewayFindsNoFaultInItself: Invariant = function* ({ errors, hadFullDisk }) {
  for (const error of errors) {
    if (!hadFullDisk || !error.startsWith('An exchange could not be recorded.')) yield error
  }
}
