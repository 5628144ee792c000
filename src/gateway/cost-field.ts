import { nanosToUsd, type Nanos } from '../core/money.ts'

/**
 * The end of a stream with its cost in USD as `cost` in its usage report, where it has one: the head of a stream
 * leaves before anybody knows what it will cost. OpenRouter's clients read the same field.
 */
export function withCost(end: Buffer | null, costNanos: Nanos | null): Buffer | null {
  if (end === null || costNanos === null) return end
  const text = end.toString('utf8')
  const report = [...text.matchAll(/"usage"\s*:\s*\{\s*(\}?)/g)].at(-1)
  if (report === undefined) return end
  const at = report.index + report[0].length - (report[1] ?? '').length
  const comma = report[1] === '}' ? '' : ','
  return Buffer.from(`${text.slice(0, at)}"cost":${nanosToUsd(costNanos)}${comma}${text.slice(at)}`)
}
