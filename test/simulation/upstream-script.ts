import { Failure } from '../../simulator/failure.ts'
import type { Chance } from './chance.ts'
import type { Delivery, Mishap, RandomFailure } from './random-fate.ts'
import { FORMATS } from './upstream-answer.ts'
import type { Step, UpstreamCall } from './upstream-call.ts'

/** What a provider does with one call, step by step, as its fate has it. A call that stays open has no last step. */
export function scriptOf({ parts }: UpstreamCall, chance: Chance): readonly Step[] {
  const { fate, request } = parts
  switch (fate.type) {
    case 'unsendable':
      return [broken(0, 'UND_ERR_INVALID_ARG')]
    case 'refused':
      return [broken(fate.afterMs, 'ECONNREFUSED')]
    case 'reset':
      return [broken(fate.afterMs, 'ECONNRESET')]
    case 'unconnected': {
      const failure = { type: 'connect-timeout', code: 'UND_ERR_CONNECT_TIMEOUT' } as const
      return [{ type: 'failure', afterMs: request.connectTimeoutMs, failure }]
    }
    case 'silent':
      return fate.hasHead ? [head(50, 200, headersOf(parts, parts.isStreamed))] : []
    case 'failed':
      return failing(parts, fate)
    case 'nonsense':
      return [head(fate.afterMs, 200, headersOf(parts, parts.isStreamed)), ...wholeBody(fate.bytes, 0), END]
    case 'answered':
      return answering(parts, fate.delivery, chance)
  }
}

type Parts = UpstreamCall['parts']
type Piece = { readonly bytes: Buffer; readonly frames: number }

const END: Step = { type: 'end', afterMs: 0 }

function head(afterMs: number, status: number, headers: Readonly<Record<string, string>>): Step {
  return { type: 'head', afterMs, status, headers }
}

function broken(afterMs: number, code: string): Step {
  return { type: 'failure', afterMs, failure: { type: 'network', code } }
}

function headersOf({ wire }: Parts, isStreamed: boolean): Readonly<Record<string, string>> {
  const { contentType } = FORMATS[wire]
  return { 'content-type': isStreamed ? contentType.stream : contentType.unary }
}

function wholeBody(text: string, frames: number): readonly Step[] {
  return text === '' ? [] : [{ type: 'data', afterMs: 0, bytes: Buffer.from(text), frames }]
}

/** Its words are as careless as real ones: they tell the address and the key. */
function failing(
  { wire, request }: Parts,
  { failure, afterMs, isCut }: { failure: RandomFailure; afterMs: number; isCut: boolean },
): readonly Step[] {
  const { kind, ...details } = failure
  const secrets = Object.values(request.headers).join(' ')
  const message =
    kind === 'scripted' || kind === 'invalid' ? `${request.origin} will not have ${secrets}` : ''
  const { status, headers, body } = FORMATS[wire].renderFailure(new Failure(kind, message, details), 'req-1')
  const start = head(afterMs, status, { ...headers, 'content-type': 'application/json' })
  const text = JSON.stringify(body)
  return isCut
    ? [start, ...wholeBody(text.slice(0, text.length / 2), 0), broken(10, 'ECONNRESET')]
    : [start, ...wholeBody(text, 0), END]
}

function answering(parts: Parts, delivery: Delivery, chance: Chance): readonly Step[] {
  const { headMs, firstMs, paceMs, isOtherForm, mishap } = delivery
  const isStream = parts.isStreamed !== isOtherForm
  const pieces = isStream ? streamPieces(parts, delivery, chance) : bodyPieces(parts, mishap)
  return [
    head(headMs, 200, headersOf(parts, isStream)),
    ...pieces.map((piece, at): Step => ({ type: 'data', afterMs: at === 0 ? firstMs : paceMs, ...piece })),
    ...lastStep(mishap),
  ]
}

function lastStep(mishap: Mishap | null): readonly Step[] {
  if (mishap?.type === 'stall') return []
  return mishap?.type === 'cut' ? [broken(10, 'ECONNRESET')] : [END]
}

/** The frames up to the mishap and what that makes of the next one, then cut into pieces. */
function streamPieces(
  { wire, answer }: Parts,
  { framesAtOnce, mishap }: Delivery,
  chance: Chance,
): readonly Piece[] {
  const { frames } = answer
  const type = mishap?.type ?? 'none'
  const reach =
    type === 'none'
      ? frames.length
      : type === 'no-terminator'
        ? frames.length - 1
        : (mishap?.afterFrames ?? 0)
  const texts = frames.slice(0, reach).map(({ text }) => text)
  if (type === 'malformed') texts.push('data: {"half":\n\n')
  if (type === 'error') texts.push(FORMATS[wire].renderStreamFailure())
  const whole = Math.min(reach, frames.length)
  return framesAtOnce === 0 ? anyPieces(texts, whole, chance) : framePieces(texts, whole, framesAtOnce)
}

function framePieces(texts: readonly string[], whole: number, framesAtOnce: number): readonly Piece[] {
  const pieces: Piece[] = []
  for (let from = 0; from < texts.length; from += framesAtOnce) {
    const bytes = Buffer.from(texts.slice(from, from + framesAtOnce).join(''))
    pieces.push({ bytes, frames: Math.min(whole, from + framesAtOnce) })
  }
  return pieces
}

/** Cut without regard to frames or characters. */
function anyPieces(texts: readonly string[], whole: number, chance: Chance): readonly Piece[] {
  const bytes = Buffer.from(texts.join(''))
  let end = 0
  const ends = texts.slice(0, whole).map((text) => (end += Buffer.byteLength(text)))
  const pieces: Piece[] = []
  for (let from = 0; from < bytes.length; ) {
    const until = Math.min(bytes.length, from + chance.integer(1, 400))
    pieces.push({ bytes: bytes.subarray(from, until), frames: ends.filter((each) => each <= until).length })
    from = until
  }
  return pieces
}

function bodyPieces({ wire, answer }: Parts, mishap: Mishap | null): readonly Piece[] {
  const { whole, frames } = answer
  if (mishap?.type === 'error') {
    const { body } = FORMATS[wire].renderFailure(new Failure('scripted', '', { status: 503 }), 'req-1')
    return [{ bytes: Buffer.from(JSON.stringify(body)), frames: 0 }]
  }
  if (mishap === null || mishap.type === 'no-terminator')
    return [{ bytes: Buffer.from(whole), frames: frames.length }]
  return [{ bytes: Buffer.from(whole.slice(0, whole.length / 2)), frames: 0 }]
}
