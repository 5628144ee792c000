import { Failure } from './failure.ts'

/**
 * How one answer misbehaves. Everything is optional and combines. The same words work in three places:
 *
 *   after a model's name    `echo?status=429&retry-after=1&times=2`
 *   in a request header     `x-sim-fault: cut-events=3&split=random`
 *   from a test             `simulator.script([{ status: 429, retryAfterSeconds: 1, times: 2 }])`
 *
 * A name that goes into a URL's path, as Gemini's do, takes `!` and `,` for `?` and `&`: `echo!status=429,times=2`.
 * In text a field is spelled as in `FIELDS` below; a flag stands alone (`hang`).
 */
export interface Fault {
  /** Refuse with this status, 400-599, in the format's own error body. */
  readonly status?: number
  readonly retryAfterSeconds?: number
  readonly retryAfterMs?: number
  /** Refuse as the provider does for this cause. Gemini says `content_filter` with a 200. */
  readonly error?: 'context_length_exceeded' | 'content_filter'
  /** Put the caller's key into the message of the refusal; 401 where no status is given. */
  readonly echoKey?: boolean
  /** Answer with an HTML page, as a proxy in between does; 502 where no status is given. */
  readonly html?: boolean
  /** Say this content type, whatever the body is. */
  readonly contentType?: string
  /** Accept the request and never answer. */
  readonly hang?: boolean
  /** Reset the TCP connection instead of answering. */
  readonly reset?: boolean
  /** Wait before the first event; the head of a stream goes out at once. Unary: before everything. */
  readonly firstTokenMs?: number
  /**
   * Wait between events. 0: one turn of the event loop, so that each event is a write of its own, as providers send
   * them. Absent: as fast as can be, and Node joins what it writes.
   */
  readonly paceMs?: number
  /** Streams: destroy the socket after so many events. */
  readonly cutEvents?: number
  /** Destroy the socket after so many bytes of body. */
  readonly cutBytes?: number
  /** Streams: be silent for `stallMs` after so many events. */
  readonly stallEvents?: number
  readonly stallMs?: number
  /** Break the JSON of event K, counted from 0; of a unary body for any K. */
  readonly malformed?: number
  /** Streams: end without `[DONE]`, `message_stop`, or Gemini's chunk with the finish reason. */
  readonly noTerminator?: boolean
  readonly usage?: 'missing' | 'zero'
  /** An error inside a 200 after so many events; unary: the error body with status 200. */
  readonly streamError?: number
  /** All tool calls of an answer get one id. */
  readonly duplicateIds?: boolean
  /** End as if a filter had stopped the text. */
  readonly finish?: 'content_filter'
  /** The answer's text is one word of so many letters. */
  readonly bodyBytes?: number
  /** Cut the bytes anew: one by one, at seeded random places, or not at all (everything in one write). */
  readonly split?: 'bytes' | 'random' | 'whole'
}

/** A fault with when it strikes. */
export interface FaultRule extends Fault {
  /** Only the first so many requests that it fits. */
  readonly times?: number
  /** Only this share of the requests, drawn by the seed. */
  readonly rate?: number
  /** Only requests for this model, without prefix and faults. */
  readonly model?: string
  /** Only requests with this API key. */
  readonly key?: string
}

type Kind =
  | { readonly type: 'number'; readonly min: number; readonly max: number }
  | { readonly type: 'flag' }
  | { readonly type: 'text' }
  | { readonly type: 'word'; readonly words: readonly string[] }

const FLAG: Kind = { type: 'flag' }
const COUNT: Kind = { type: 'number', min: 0, max: 1_000_000_000 }
const DELAY: Kind = { type: 'number', min: 0, max: 3_600_000 }

const FIELDS: Readonly<Record<string, readonly [keyof FaultRule, Kind]>> = {
  status: ['status', { type: 'number', min: 400, max: 599 }],
  'retry-after': ['retryAfterSeconds', COUNT],
  'retry-after-ms': ['retryAfterMs', DELAY],
  error: ['error', { type: 'word', words: ['context_length_exceeded', 'content_filter'] }],
  'echo-key': ['echoKey', FLAG],
  html: ['html', FLAG],
  'content-type': ['contentType', { type: 'text' }],
  hang: ['hang', FLAG],
  reset: ['reset', FLAG],
  'first-token-ms': ['firstTokenMs', DELAY],
  'pace-ms': ['paceMs', DELAY],
  'cut-events': ['cutEvents', COUNT],
  'cut-bytes': ['cutBytes', COUNT],
  'stall-events': ['stallEvents', COUNT],
  'stall-ms': ['stallMs', DELAY],
  malformed: ['malformed', COUNT],
  'no-terminator': ['noTerminator', FLAG],
  usage: ['usage', { type: 'word', words: ['missing', 'zero'] }],
  'stream-error': ['streamError', COUNT],
  'duplicate-ids': ['duplicateIds', FLAG],
  finish: ['finish', { type: 'word', words: ['content_filter'] }],
  'body-bytes': ['bodyBytes', { type: 'number', min: 1, max: 256 * 1024 * 1024 }],
  split: ['split', { type: 'word', words: ['bytes', 'random', 'whole'] }],
  times: ['times', COUNT],
  rate: ['rate', { type: 'number', min: 0, max: 1 }],
}

/** All names of faults in text. */
export const FAULT_NAMES = Object.keys(FIELDS)

/** Reads the text form. An unknown word or a value out of range throws a `Failure` that names it. */
export function parseFault(text: string): FaultRule {
  const rule: Record<string, string | number | boolean> = {}
  for (const item of text.split(/[&,]/)) {
    if (item === '') continue
    const equals = item.indexOf('=')
    const name = equals === -1 ? item : item.slice(0, equals)
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined
    if (field === undefined) throw new Failure('invalid', `The simulator knows no fault '${name}'.`)
    rule[field[0]] = read(name, equals === -1 ? null : item.slice(equals + 1), field[1])
  }
  return rule
}

function read(name: string, value: string | null, kind: Kind): string | number | boolean {
  switch (kind.type) {
    case 'flag':
      if (value === null) return true
      throw new Failure('invalid', `The fault '${name}' takes no value.`)
    case 'text':
      if (value !== null && value !== '') return value
      throw new Failure('invalid', `The fault '${name}' needs a value.`)
    case 'word':
      if (value !== null && kind.words.includes(value)) return value
      throw new Failure('invalid', `The fault '${name}' is one of: ${kind.words.join(', ')}.`)
    case 'number': {
      const number = value === null || value === '' ? Number.NaN : Number(value)
      if (number >= kind.min && number <= kind.max) return number
      throw new Failure('invalid', `The fault '${name}' takes a number from ${kind.min} to ${kind.max}.`)
    }
  }
}
