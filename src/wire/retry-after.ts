import type { FailedReply } from '../core/provider.ts'

/** When to try again, relative to now, by `retry-after-ms` or `retry-after` (RFC 9110, 10.2.3). Null where unsaid. */
export function retryAfterHeaderMs(headers: FailedReply['headers']): number | null {
  const milliseconds = headerText(headers, 'retry-after-ms')
  if (NUMBER.test(milliseconds)) return Math.ceil(Number(milliseconds))
  const value = headerText(headers, 'retry-after')
  if (NUMBER.test(value)) return Math.ceil(Number(value) * 1000)
  // A date is told by the sender's clock, so it is read by the sender's clock.
  const wait = Date.parse(value) - Date.parse(headerText(headers, 'date'))
  return Number.isFinite(wait) ? Math.max(0, wait) : null
}

/** The first of a header's values; empty where there is none. */
export function headerText(headers: FailedReply['headers'], name: string): string {
  const value = headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

const NUMBER = /^\d+(\.\d+)?$/
