import { z } from 'zod'
import type { Dialect } from '../../core/dialect.ts'
import { wrongField } from '../../core/error.ts'
import type { KeyScopes } from '../../core/key.ts'
import type { DialectFormat } from '../../core/request.ts'
import { isIpRange } from '../../gateway/key-scopes.ts'

const SCOPES_MAX = 256

const names = () => z.array(z.string().min(1).max(256)).max(SCOPES_MAX).nullable()
const ipRange = z
  .string()
  .refine(isIpRange, 'must be an address or a range such as 10.0.0.0/8 or 2001:db8::/32')

/** What a key is held to beside its models. Null, or absent, restricts nothing; an empty list allows nothing. */
export const scopeFields = {
  providers: names().describe('Names of providers, also for every fallback.'),
  routes: names().describe('Names under `models` of the configuration, also for every fallback.'),
  dialects: names().describe('What its callers speak, as records name it.'),
  ip_ranges: z
    .array(ipRange)
    .max(SCOPES_MAX)
    .nullable()
    .describe('Where it may be used from: addresses, or CIDR ranges, v4 and v6.'),
}

type Said = Partial<ReturnType<typeof scopesView>>

/** The scopes of a key after a change that says this. */
export function changedScopes(
  said: Said,
  now: KeyScopes | null,
  known: readonly Dialect[],
): KeyScopes | null {
  const shown = { ...scopesView(now), ...said }
  const { providers, routes, dialects, ip_ranges } = shown
  const scopes: KeyScopes = {
    ...(providers === null ? {} : { providers }),
    ...(routes === null ? {} : { routes }),
    ...(dialects === null ? {} : { dialects: dialects.map((name) => wireOf(name, known)) }),
    ...(ip_ranges === null ? {} : { ipRanges: ip_ranges }),
  }
  return Object.keys(scopes).length === 0 ? null : scopes
}

export function scopesView(scopes: KeyScopes | null) {
  const { providers, routes, dialects, ipRanges } = scopes ?? {}
  const listed = (list: readonly string[] | undefined) => (list === undefined ? null : [...list])
  return {
    providers: listed(providers),
    routes: listed(routes),
    dialects: listed(dialects),
    ip_ranges: listed(ipRanges),
  }
}

function wireOf(name: string, known: readonly Dialect[]): DialectFormat {
  const dialect = known.find(({ wire }) => wire === name)
  if (dialect !== undefined) return dialect.wire
  throw wrongField('dialects', `takes ${known.map(({ wire }) => wire).join(', ')}`)
}
