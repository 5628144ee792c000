import type { SimulatedExchange } from '../evidence.ts'
import { recordOf } from '../evidence.ts'
import type { Invariant } from '../invariants.ts'
import { routeOf } from './route-of.ts'

/** Who stays gets exactly one ending, a normal one or an error, and nothing behind it. Who leaves gets at most one. */
export const everyCallerGetsOneEnding: Invariant = function* ({ exchanges, hadFullDisk }) {
  for (const { request, caller, answer } of exchanges) {
    const who = `caller ${request.number}`
    const endings = answer.terminals.map((terminal) =>
      terminal.type === 'error' ? terminal.code : terminal.type,
    )
    for (const fault of caller.faults) yield `${who}: ${fault}`
    if (endings.length > 1) yield `${who} got several endings: ${endings.join(', ')}`
    if (answer.hasMoreAfterTerminal) yield `${who} got more after the ending`
    if (!caller.hasStayed) continue
    // What cannot be recorded must not look whole: that answer is broken off.
    const mayBeBroken = hadFullDisk && caller.isDestroyed
    if (endings.length === 0 && !mayBeBroken) yield `${who} got no ending, after status ${caller.status}`
    if (caller.endings !== 1 && !caller.isDestroyed)
      yield `${who}: his answer was ended ${caller.endings} times`
    for (const text of answer.unreadable)
      yield `${who} got what he cannot read: ${JSON.stringify(text.slice(0, 200))}`
  }
}

/** An answer ends normally only where its provider has sent all of it, and then it is all there, word for word. */
export const noCutAnswerLooksWhole: Invariant = function* ({ exchanges }) {
  for (const { request, answer, calls } of exchanges) {
    if (!answer.terminals.some(({ type }) => type === 'finish')) continue
    const last = piecesOf(answer.text).at(-1) ?? ''
    const isWhole = calls.some(({ isFinished, parts }) => {
      const isAllText = parts.answer.args === '' && answer.args === '' && parts.answer.text === last
      const isAllArgs = parts.answer.args !== '' && parts.answer.args === answer.args
      return isFinished && (isAllText || isAllArgs)
    })
    if (!isWhole) yield `caller ${request.number} was told that this is whole: ${shown(answer)}`
  }
}

/**
 * What a caller reads is the beginning of one attempt's answer, and once he has it no other attempt is made; but for
 * those that go on with an answer which broke off, where the route wants that.
 */
export const nobodyTakesOverAfterTheCommitPoint: Invariant = function* ({ exchanges }) {
  for (const exchange of exchanges) {
    const { request, answer, caller, calls, config } = exchange
    if (caller.status !== 200 || caller.firstPieceStamp === null) continue
    const who = `caller ${request.number}`
    const begun = caller.firstPieceStamp
    const mayGoOn = routeOf(request.model, config)?.onStreamFailure === 'continue'
    for (const { stamp, parts } of mayGoOn ? [] : calls) {
      if (stamp > begun) yield `call ${parts.number} was made when ${who} had a part of his answer`
    }
    const pieces = piecesOf(answer.text)
    if (pieces.length > 1 && !mayGoOn) yield `${who} got pieces of several answers: ${shown(answer)}`
    const isSaid = pieces.every((piece) => calls.some(({ parts }) => parts.answer.text.startsWith(piece)))
    // Arguments that broke off before their first character read as none.
    const isCalled =
      answer.args === '{}' || calls.some(({ parts }) => parts.answer.args.startsWith(answer.args))
    if (!isSaid || !isCalled) yield `${who} got what nobody has said: ${shown(answer)}`
  }
}

/** Every answer of a provider begins with its number and has no other: see `upstreamAnswer`. */
function piecesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=.)(?=(?<!\d)\d+: )/s)
}

function shown({ text, args }: SimulatedExchange['answer']): string {
  return JSON.stringify(text + args)
}

/** Credentials and addresses of providers stay here, whatever a provider writes into its errors. */
export const noSecretReachesACaller: Invariant = function* ({ exchanges }) {
  for (const { request, caller, config } of exchanges) {
    const seen = caller.text + JSON.stringify(caller.headers)
    for (const [name, { credentials }] of Object.entries(config.providers)) {
      const secrets = [`${name}.example`, ...credentials.map(({ value }) => value)]
      const found = secrets.find((secret) => seen.includes(secret))
      if (found !== undefined) yield `caller ${request.number} can read ${found}`
    }
  }
}

/** No answer takes longer than its deadline, or than its own body if that took longer, by more than a tick. */
export const deadlinesAreKept: Invariant = function* ({ exchanges }) {
  for (const exchange of exchanges) {
    const { request, config, caller, opened, beganMs } = exchange
    if (opened === null || caller.answeredAtMs === null) continue
    const { timeouts } = routeOf(request.model, config) ?? config.routeDefaults
    const deadlineMs = Math.min(request.options.deadlineMs ?? Number.POSITIVE_INFINITY, timeouts.deadlineMs)
    const lateMs = caller.answeredAtMs - Math.max(beganMs + deadlineMs, opened.atMs)
    if (lateMs <= TICK_MS) continue
    const code = recordOf(exchange)?.errorCode ?? 'none'
    yield `caller ${request.number} was answered ${lateMs} ms after his deadline of ${deadlineMs} ms; error: ${code}`
  }
}

/** Timers count whole milliseconds. */
const TICK_MS = 1
