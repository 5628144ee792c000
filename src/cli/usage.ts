import type { Command } from 'commander'
import { formatCost } from './amounts.ts'
import { addGatewayOptions, findGateway, type GatewayFlags } from './gateway-address.ts'
import { GatewayClient } from './gateway-client.ts'
import { momentBefore } from './moment.ts'
import type { Surroundings } from './surroundings.ts'
import { type Column, formatTable } from './table.ts'

interface UsageFlags extends GatewayFlags {
  readonly by: string
  readonly since?: string
  readonly until?: string
}

/** `portolan usage`: what was asked and what it cost, by any groups, and in all. */
export function addUsage(program: Command, surroundings: Surroundings): void {
  const moment = (text: string) => momentBefore(text, surroundings.now())
  addGatewayOptions(program.command('usage'))
    .description('requests, tokens and money')
    .option(
      '--by <groups>',
      'model, provider, key, user, session, tag, dialect, day, hour; by commas',
      'model',
    )
    .option('--since <time>', 'from then on: 7d, or an ISO 8601 time', moment)
    .option('--until <time>', 'up to then', moment)
    .action(async (flags: UsageFlags) => {
      const client = new GatewayClient(await findGateway(flags, surroundings))
      const groups = flags.by.split(',').map((group) => group.trim())
      // Both answers end at the same time, so that the total is that of the rows above it.
      const until = flags.until ?? new Date(surroundings.now()).toISOString()
      const times = { since: flags.since, until }
      const { data } = await client.get<UsageAnswer>(USAGE, { group_by: groups.join(','), ...times })
      // By tag an exchange may count in many rows, so the total is asked for and not added up.
      const all = await client.get<UsageAnswer>(USAGE, times)
      const [total] = all.data
      if (flags.json === true) surroundings.out(`${JSON.stringify({ data, total: total ?? null })}\n`)
      else if (data.length === 0 || total === undefined)
        surroundings.out('There are no requests in that time.\n')
      else surroundings.out(formatTable(columns(groups), [...data, totalRow(total, groups)]))
    })
}

const USAGE = '/admin/v1/usage'

interface UsageAnswer {
  readonly data: readonly UsageRow[]
}

/** As the admin API answers; the groups are beside the sums, under their own names. */
interface UsageRow {
  readonly requests: number
  readonly errors: number
  readonly input_tokens: number
  readonly output_tokens: number
  readonly cache_read_tokens: number
  readonly reasoning_tokens: number
  readonly cost_nanos: string | null
  readonly unpriced: number
  readonly [group: string]: string | number | null
}

function totalRow(total: UsageRow, groups: readonly string[]): UsageRow {
  return {
    ...total,
    ...Object.fromEntries(groups.map((group, index) => [group, index === 0 ? 'total' : ''])),
  }
}

function columns(groups: readonly string[]): readonly Column<UsageRow>[] {
  return [
    ...groups.map((group) => ({
      title: group.toUpperCase(),
      cell: (row: UsageRow) => String(row[group] ?? '-'),
    })),
    figure('REQUESTS', ({ requests }) => requests),
    figure('ERRORS', ({ errors }) => errors),
    figure('INPUT', ({ input_tokens }) => input_tokens),
    figure('CACHED', ({ cache_read_tokens }) => cache_read_tokens),
    figure('OUTPUT', ({ output_tokens }) => output_tokens),
    figure('REASONING', ({ reasoning_tokens }) => reasoning_tokens),
    { title: 'COST', align: 'right', cell: ({ cost_nanos, unpriced }) => formatCost(cost_nanos, unpriced) },
  ]
}

function figure(title: string, value: (row: UsageRow) => number): Column<UsageRow> {
  return { title, align: 'right', cell: (row) => String(value(row)) }
}
