import type { ByName, Report } from './report.ts'
import type { Round } from './rounds.ts'
import { least, median, spread } from './statistics.ts'

/** What a person reads. Each figure is `median (least)` of its rounds. */
export function printed(report: Report): string {
  return [
    ...heading(report),
    ...workloads(report),
    ...latency(report),
    ...memory(report),
    ...books(report),
    '',
  ].join('\n')
}

function heading({ machine, on }: Report): string[] {
  const { cores, processor, node, loadAtStart } = machine
  return [
    `${cores} cores of ${processor}, Node ${node}, load before: ${loadAtStart.toFixed(1)}`,
    'On in the gateway while it is measured:',
    ...on.map((what) => `  ${what}`),
  ]
}

function workloads(report: Report): string[] {
  return report.workloads.flatMap(({ name, rounds }) => [
    '',
    row([name, 'CPU µs/request', 'requests/s', 'p50 µs', 'p99 µs', 'spread']),
    ...Object.entries(rounds).map(([subject, of]) =>
      row([
        `  ${subject}`,
        figures(of.map(({ cpuUs }) => cpuUs)),
        whole(median(of.map(({ perSecond }) => perSecond))),
        figures(of.map(({ p50Us }) => p50Us)),
        figures(of.map(({ p99Us }) => p99Us)),
        `${whole(spread(of.map(({ cpuUs }) => cpuUs)) * 100)} %`,
      ]),
    ),
    ...ratios(rounds),
  ])
}

/** How many times the CPU of the gateway each peer takes: of the medians, and of the least. */
export function ratios(rounds: ByName<readonly Round[]>): string[] {
  const [own = [], ...peers] = Object.values(rounds).map((of) => of.map(({ cpuUs }) => cpuUs))
  const names = Object.keys(rounds).slice(1)
  return peers.map((peer, index) => {
    const ratio = `${(median(peer) / median(own)).toFixed(1)} (${(least(peer) / least(own)).toFixed(1)})`
    return row([`  ${names[index]} ÷ portolan`, ratio])
  })
}

function latency({ latency: { perSecond, rounds } }: Report): string[] {
  const direct = rounds['direct'] ?? []
  const p50 = least(direct.map(({ p50Us }) => p50Us))
  const p99 = least(direct.map(({ p99Us }) => p99Us))
  const added = (values: readonly number[], base: number) =>
    `${whole(median(values) - base)} (${whole(least(values) - base)})`
  return [
    '',
    row([`at ${perSecond}/s`, 'CPU µs/request', '', 'p50 µs', 'p99 µs', 'added p50', 'added p99']),
    ...Object.entries(rounds).map(([subject, of]) =>
      row([
        `  ${subject}`,
        figures(of.map(({ cpuUs }) => cpuUs)),
        '',
        figures(of.map((round) => round.p50Us)),
        figures(of.map((round) => round.p99Us)),
        added(
          of.map((round) => round.p50Us),
          p50,
        ),
        added(
          of.map((round) => round.p99Us),
          p99,
        ),
      ]),
    ),
  ]
}

function memory({ memory: { streams, bytes } }: Report): string[] {
  const megabytes = (value: number) => `${whole(value / 2 ** 20)} MB`
  return [
    '',
    row(['resident memory', 'idle', `${streams} streams`, 'after']),
    ...Object.entries(bytes).map(([subject, { idle, held, after }]) =>
      row([`  ${subject}`, megabytes(idle), megabytes(held), megabytes(after)]),
    ),
  ]
}

function books({ books: { records, costNanos } }: Report): string[] {
  const usd = (costNanos / 1e9).toFixed(2)
  return [
    '',
    `The books balance: ${records} requests, as many records with bodies, ${usd} USD charged and settled.`,
  ]
}

const WIDTHS = [24, 18, 14, 18, 18, 14, 14]

function row(cells: readonly string[]): string {
  return cells
    .map((cell, index) => (index === 0 ? cell.padEnd(WIDTHS[index] ?? 0) : cell.padStart(WIDTHS[index] ?? 0)))
    .join('')
}

function figures(values: readonly number[]): string {
  return `${whole(median(values))} (${whole(least(values))})`
}

function whole(value: number): string {
  return value.toFixed(0)
}
