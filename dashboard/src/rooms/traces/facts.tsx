import type { Exchange } from '../../api/client.ts'
import { texts } from '../../texts.ts'
import { formatMs, UNKNOWN } from '../../ui/format.ts'

/** Everything about an exchange that is one word or one figure. */
export function Facts({ exchange }: { readonly exchange: Exchange }) {
  const { facts } = texts.trace
  const shown: readonly (readonly [string, string | null])[] = [
    [facts.duration, formatMs(exchange.duration_ms)],
    [facts.ttft, formatMs(exchange.ttft_ms)],
    [facts.overhead, formatMs(exchange.overhead_ms)],
    [facts.finish, exchange.finish_reason],
    [facts.dialect, `${exchange.dialect}${exchange.streamed ? `, ${facts.streamed}` : ''}`],
    [facts.key, exchange.key_id],
    [facts.user, exchange.user],
    [facts.session, exchange.session],
    [facts.tags, exchange.tags.length === 0 ? null : exchange.tags.join(', ')],
    [facts.dropped, exchange.dropped_params.length === 0 ? null : exchange.dropped_params.join(', ')],
  ]
  return (
    <dl className="card flex flex-wrap gap-x-8 gap-y-2 px-4 py-2.5">
      {shown
        .filter(([, value]) => value !== null && value !== UNKNOWN)
        .map(([label, value]) => (
          <div key={label} className="min-w-0">
            <dt className="eyebrow">{label}</dt>
            <dd className="truncate">{value}</dd>
          </div>
        ))}
    </dl>
  )
}
