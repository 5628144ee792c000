import { type Command, InvalidArgumentError, Option } from 'commander'
import { addGatewayOptions, type GatewayFlags } from '../gateway-address.ts'

export interface DrillFlags extends GatewayFlags {
  readonly outage?: string
  readonly slow?: string
  readonly rateLimit?: string
  readonly error?: string
  readonly price?: string
  /** Milliseconds, as every span of time here. */
  readonly for: number
  readonly hang?: boolean
  readonly delay?: number
  readonly retryAfter?: number
  readonly status?: number
  readonly factor?: number
  readonly share?: number
  readonly model?: string
  /** Requests a second. */
  readonly rate: number
  readonly before: number
  readonly after: number
  readonly stream?: boolean
  readonly keyFile?: string
}

/** What to ask of the admin API. */
export interface DrillOrder {
  readonly provider: string
  readonly kind: 'outage' | 'slow' | 'rate-limit' | 'error' | 'price'
  readonly for_ms: number
  readonly share?: number
  readonly factor?: number
  readonly hangs?: boolean
  readonly delay_ms?: number
  readonly retry_after_ms?: number
  readonly status?: number
}

export function addDrillOptions(command: Command): Command {
  addGatewayOptions(command)
    .option('--outage <provider>', 'nobody listens there')
    .option('--slow <provider>', 'its first byte comes later')
    .option('--rate-limit <provider>', 'it answers 429')
    .option('--error <provider>', 'it answers an error')
    .option('--price <provider>', 'routing takes it to be dearer; what is booked stays true')
    .addOption(span('--for <time>', 'how long, such as 60s; at most 1h', HOUR_MS).makeOptionMandatory())
    .option('--hang', 'with --outage: connections are not refused, but never made')
    .addOption(span('--delay <time>', 'with --slow: by how much; 5s', 10 * MINUTE_MS))
    .addOption(span('--retry-after <time>', 'with --rate-limit: what it says; 1s', HOUR_MS))
    .option('--status <code>', 'with --error: from 400 to 599; 500', between(400, 599))
    .option('--factor <number>', 'with --price: how many times its price; 2', factor)
    .option(
      '--share <part>',
      'but for --price: of its requests, the part that suffers, such as 0.5',
      partOfOne,
    )
    .option('--model <name>', 'what callers ask for; else the first route that leads to the provider')
    .option('--rate <number>', 'requests a second, at most 100', between(1, 100), 10)
    .addOption(span('--before <time>', 'how long to ask before it', 10 * MINUTE_MS).default(5_000, '5s'))
    .addOption(span('--after <time>', 'how long to ask after it', 10 * MINUTE_MS).default(10_000, '10s'))
    .option('--stream', 'ask for streams')
    .option('--key-file <file>', 'a file with the key to ask with; else one is made, and deleted afterwards')
  return command
}

/** Ends the program where the flags do not name exactly one fault, or one that another fault's flag goes with. */
export function orderOf(flags: DrillFlags, command: Command): DrillOrder {
  const named = (['outage', 'slow', 'rateLimit', 'error', 'price'] as const).filter(
    (kind) => flags[kind] !== undefined,
  )
  const [kind] = named
  if (kind === undefined || named.length > 1)
    command.error(
      'error: name one fault and its provider: --outage, --slow, --rate-limit, --error or --price',
    )
  for (const [flag, owner, name] of OWNED) {
    if (flags[flag] !== undefined && owner !== kind)
      command.error(`error: ${name} does not go with this fault`)
  }
  if (kind === 'price' && flags.share !== undefined)
    command.error('error: --share does not go with this fault')
  const { hang, delay, retryAfter, status, factor, share } = flags
  return {
    provider: flags[kind] ?? '',
    kind: kind === 'rateLimit' ? 'rate-limit' : kind,
    for_ms: flags.for,
    ...(share === undefined ? {} : { share }),
    ...(factor === undefined ? {} : { factor }),
    ...(hang === undefined ? {} : { hangs: hang }),
    ...(delay === undefined ? {} : { delay_ms: delay }),
    ...(retryAfter === undefined ? {} : { retry_after_ms: retryAfter }),
    ...(status === undefined ? {} : { status }),
  }
}

const OWNED = [
  ['hang', 'outage', '--hang'],
  ['delay', 'slow', '--delay'],
  ['retryAfter', 'rateLimit', '--retry-after'],
  ['status', 'error', '--status'],
  ['factor', 'price', '--factor'],
] as const

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const UNIT_MS = { ms: 1, s: 1_000, m: MINUTE_MS, h: HOUR_MS } as const

function span(flags: string, description: string, maxMs: number): Option {
  return new Option(flags, description).argParser((text) => {
    const [, amount, unit] = /^(\d{1,7})(ms|s|m|h)$/.exec(text) ?? []
    const ms = Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS] // The pattern allows no other unit.
    if (ms > 0 && ms <= maxMs) return ms
    throw new InvalidArgumentError(`Write a span such as 500ms, 60s or 5m, at most ${maxMs / MINUTE_MS}m.`)
  })
}

function between(least: number, most: number) {
  return (text: string): number => {
    const number = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
    if (number >= least && number <= most) return number
    throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`)
  }
}

function factor(text: string): number {
  const number = /^\d{1,4}(?:\.\d{1,3})?$/.test(text) ? Number(text) : 0
  if (number > 0 && number <= 1_000) return number
  throw new InvalidArgumentError('Write a number such as 2 or 1.5, above 0 and at most 1000.')
}

function partOfOne(text: string): number {
  const part = /^(?:0?\.\d{1,9}|1|0)$/.test(text) ? Number(text) : 0
  if (part > 0) return part
  throw new InvalidArgumentError('Write a part such as 0.5, above 0 and at most 1.')
}
