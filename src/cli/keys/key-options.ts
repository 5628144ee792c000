import { type Command, InvalidArgumentError, Option } from 'commander'
import type { KeyDetail, KeyLimits } from './key-answers.ts'
import { momentAfter } from '../moment.ts'

/** What can be said of a key, as it was typed. `none` takes away what there was. */
export interface KeyFlags extends Partial<Record<LimitName, number | 'none'>> {
  readonly name?: string
  readonly models?: readonly string[]
  readonly usd?: number | 'none'
  readonly window?: string
  readonly expires?: string
  readonly role?: string
  readonly tags?: readonly string[]
  readonly metadata?: object | 'none'
}

const LIMITS = {
  rpm: 'requests in a minute',
  rph: 'requests in an hour',
  rpd: 'requests in a day',
  tpm: 'tokens in a minute',
  tpd: 'tokens in a day',
  concurrency: 'requests at once',
} as const

type LimitName = keyof typeof LIMITS

export function addKeyOptions(command: Command, now: () => number): Command {
  command.option('--models <names>', 'what it may call, by commas; * stands for anything', words)
  for (const [name, meaning] of Object.entries(LIMITS))
    command.option(`--${name} <count>`, `${meaning}, or none`, count)
  return command
    .option('--usd <amount>', 'money it may spend in each window, or none', amount)
    .option(
      '--window <window>',
      'day, week, month, lifetime, or days such as 7d; lifetime where none is named',
    )
    .option('--expires <time>', 'when it ends: 30d, an ISO 8601 time, or never', (text) =>
      text === 'never' ? text : momentAfter(text, now()),
    )
    .addOption(new Option('--role <role>', 'what it is for').choices(['inference', 'viewer', 'admin']))
    .option('--tags <words>', 'by commas; added to the records of its calls', words)
    .option('--metadata <json>', 'an object of your own to keep with it, or none', jsonObject)
}

/** The fields of a change, in the admin API's words. `before` is the key as it is, of which limits not named stay. */
export function keyFields(flags: KeyFlags, before: Pick<KeyDetail, 'limits' | 'budgets'> | null): object {
  const { name, models, expires, role, tags, metadata } = flags
  const said = {
    name,
    models: models?.includes('*') ? null : models, // The API's word for all of them.
    expires_at: expires === 'never' ? null : expires,
    role,
    tags,
    metadata: metadata === 'none' ? null : metadata,
  }
  return {
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
    ...(namesLimit(flags) ? { limits: limitsOf(flags, before?.limits ?? {}) } : {}),
    ...(flags.usd === undefined ? {} : { budgets: budgetsOf(flags, before?.budgets ?? []) }),
  }
}

/** Whether the change depends on what the key is now. */
export function needsBefore(flags: KeyFlags): boolean {
  return namesLimit(flags) || flags.usd !== undefined
}

function namesLimit(flags: KeyFlags): boolean {
  return limitNames().some((name) => flags[name] !== undefined)
}

function limitsOf(flags: KeyFlags, before: KeyLimits): object {
  const said = limitNames().flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]]))
  const merged = { ...before, ...Object.fromEntries(said) }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== 'none'))
}

/** The money budget that is named takes the place of those there were; budgets of tokens and calls stay. */
function budgetsOf({ usd, window }: KeyFlags, before: KeyDetail['budgets']): readonly object[] {
  const others = before
    .filter((budget) => budget.usd === undefined)
    .map(({ tokens, calls, window, on_exhausted }) => ({ tokens, calls, window, on_exhausted }))
  if (typeof usd !== 'number') return others
  return [...others, { usd, ...(window === undefined ? {} : { window }) }]
}

function limitNames(): readonly LimitName[] {
  return Object.keys(LIMITS) as LimitName[] // The table's own keys.
}

function words(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

function count(text: string): number | 'none' {
  if (text === 'none') return text
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write a whole number above 0, or none.')
}

function amount(text: string): number | 'none' {
  if (text === 'none') return text
  if (/^\d{1,7}(?:\.\d{1,9})?$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write an amount such as 20 or 0.50, or none.')
}

function jsonObject(text: string): object | 'none' {
  if (text === 'none') return text
  const value = parsed(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new InvalidArgumentError(`Write a JSON object, such as '{"team":"search"}', or none.`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
