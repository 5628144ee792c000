import type { Exchange } from '../../api/client.ts'
import { texts } from '../../texts.ts'
import { formatCount, formatUsd } from '../../ui/format.ts'

/** Tokens by kind, what each attempt cost, and what of it the caller pays. */
export function CostParts({ exchange }: { readonly exchange: Exchange }) {
  const { costs } = texts.trace
  const { usage, attempts } = exchange
  return (
    <table className="table">
      <tbody>
        {usage !== null &&
          tokenLines(usage).map(([label, tokens]) => (
            <tr key={label}>
              <th scope="row" className="!border-line !text-base !font-normal !text-ink-2">
                {label}
              </th>
              <td className="number">{formatCount(tokens)}</td>
            </tr>
          ))}
        {attempts.length > 1 &&
          attempts.map(({ target, cost, started_ms }, index) => (
            <tr key={`${target} ${started_ms}`}>
              <th scope="row" className="!text-base !font-normal !text-ink-2">
                {costs.attempt(index + 1, target)}
              </th>
              <td className="number">{formatUsd(cost)}</td>
            </tr>
          ))}
        <tr>
          <th scope="row" className="!text-base !text-ink">
            {costs.cost}
          </th>
          <td className="number font-medium">{formatUsd(exchange.cost)}</td>
        </tr>
        <tr>
          <th scope="row" className="!text-base !text-ink">
            {costs.billed}
          </th>
          <td className="number font-medium">{formatUsd(exchange.billed)}</td>
        </tr>
        <tr>
          <td colSpan={2} className="text-xs text-ink-3">
            {exchange.cost === null ? costs.unknown : costs.prices(exchange.price_version ?? '')}
            {exchange.usage_source === 'estimated' && ` ${costs.estimated}`}
          </td>
        </tr>
      </tbody>
    </table>
  )
}

function tokenLines(usage: NonNullable<Exchange['usage']>): (readonly [string, number])[] {
  const { tokens } = texts.trace.costs
  const lines: (readonly [string, number])[] = [
    [tokens.input, usage.input],
    [tokens.cacheRead, usage.cache_read],
    [tokens.cacheWrite, usage.cache_write],
    [tokens.output, usage.output],
    [tokens.reasoning, usage.reasoning],
    [tokens.audio, usage.audio],
    [tokens.image, usage.image],
  ]
  return lines.filter(([label, count]) => count > 0 || label === tokens.input || label === tokens.output)
}
