import { GatewayError, wrongField } from '../core/error.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJsonObject } from '../core/json.ts'
import { type Nanos, usdToNanos } from '../core/money.ts'

/** What a caller may say about the handling of his request, beside the request itself. */
export interface Options {
  readonly session: string | null
  readonly user: string | null
  readonly tags: readonly string[]
  readonly metadata: JsonObject | null
  /** For the whole answer. */
  readonly deadlineMs: number | null
  /** For the first token of a streamed answer. */
  readonly ttftMs: number | null
  readonly maxCostNanos: Nanos | null
  /** `provider/model`: this target or an error. */
  readonly pin: string | null
  readonly seed: string | null
  /** Figures are recorded, bodies are not. */
  readonly noStore: boolean
}

type Headers = Readonly<Record<string, string | string[] | undefined>>

/**
 * Read from `x-portolan-*` headers and from the body's `portolan` object, which takes the same names without the
 * prefix and with underscores. A header wins. Throws `invalid_request` naming what is wrong.
 */
export function readOptions(headers: Headers, body: JsonObject): Options {
  const inBody = body.portolan
  if (inBody !== undefined && !isJsonObject(inBody)) throw wrongField('portolan', 'must be an object')
  if (inBody === undefined && !Object.keys(headers).some((name) => name.startsWith(PREFIX))) return NONE
  const read = (name: string) => said(headers, inBody, name)
  for (const name of NOT_YET) {
    if (read(name) !== undefined) {
      throw new GatewayError(
        'unsupported_parameter',
        `x-portolan-${name} is not supported yet; leave it out.`,
        {
          param: `x-portolan-${name}`,
        },
      )
    }
  }
  return {
    session: text('session', read('session')),
    user: text('user', read('user')),
    tags: tags(read('tags')),
    metadata: metadata(read('metadata')),
    deadlineMs: milliseconds('deadline-ms', read('deadline-ms')),
    ttftMs: milliseconds('ttft-ms', read('ttft-ms')),
    maxCostNanos: usd(read('max-cost')),
    pin: text('pin', read('pin')),
    seed: text('seed', read('seed')),
    noStore: flag('no-store', read('no-store')),
  }
}

const PREFIX = 'x-portolan-'

/** What most requests say. */
const NONE: Options = Object.freeze({
  session: null,
  user: null,
  tags: [],
  metadata: null,
  deadlineMs: null,
  ttftMs: null,
  maxCostNanos: null,
  pin: null,
  seed: null,
  noStore: false,
})

const NOT_YET = ['cache'] as const
const TEXT_CHARS_MAX = 256
const TAGS_MAX = 32
const METADATA_CHARS_MAX = 8_192

function said(headers: Headers, inBody: JsonObject | undefined, name: string): JsonValue | undefined {
  const header = headers[PREFIX + name]
  if (header !== undefined) return Array.isArray(header) ? header.join(',') : header
  return inBody?.[name.replaceAll('-', '_')]
}

function text(name: string, value: JsonValue | undefined): string | null {
  if (value === undefined || value === null || value === '') return null
  const said = typeof value === 'number' ? String(value) : value
  if (typeof said !== 'string' || said.length > TEXT_CHARS_MAX) {
    throw wrongField(`x-portolan-${name}`, `must be text of at most ${TEXT_CHARS_MAX} characters`)
  }
  return said
}

function tags(value: JsonValue | undefined): string[] {
  if (value === undefined || value === null) return []
  const list = typeof value === 'string' ? value.split(',') : value
  const isTexts =
    Array.isArray(list) && list.every((tag) => typeof tag === 'string' && tag.length <= TEXT_CHARS_MAX)
  if (!isTexts || list.length > TAGS_MAX) {
    throw wrongField('x-portolan-tags', `must be at most ${TAGS_MAX} names, parted by commas`)
  }
  return list.map((tag) => String(tag).trim()).filter((tag) => tag !== '')
}

function metadata(value: JsonValue | undefined): JsonObject | null {
  if (value === undefined || value === null) return null
  const parsed = typeof value === 'string' ? parseJsonObject(value) : value
  if (!isJsonObject(parsed) || JSON.stringify(parsed).length > METADATA_CHARS_MAX) {
    throw wrongField(
      'x-portolan-metadata',
      `must be a JSON object of at most ${METADATA_CHARS_MAX} characters`,
    )
  }
  return parsed
}

/** A wish for privacy that is misspelt must not pass as none. */
function flag(name: string, value: JsonValue | undefined): boolean {
  if (value === true || value === 'true' || value === '1') return true
  if (value === undefined || value === null || value === false) return false
  if (value === 'false' || value === '0' || value === '') return false
  throw wrongField(`x-portolan-${name}`, 'must be true or false')
}

function milliseconds(name: string, value: JsonValue | undefined): number | null {
  const number = positive(`x-portolan-${name}`, value)
  return number === null ? null : Math.ceil(number)
}

function usd(value: JsonValue | undefined): Nanos | null {
  const number = positive('x-portolan-max-cost', value)
  return number === null ? null : usdToNanos(number)
}

function positive(name: string, value: JsonValue | undefined): number | null {
  if (value === undefined || value === null || value === '') return null
  const number = typeof value === 'string' ? Number(value) : value
  if (typeof number !== 'number' || !(number > 0) || number > 1e9)
    throw wrongField(name, 'must be a number above 0')
  return number
}
