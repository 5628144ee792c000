import type { Log, LogFields } from '../core/ports.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

const RANK: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 }

/** One line of JSON for each message, for whatever collects them. Errors are written with their stack and cause. */
export function jsonLog(level: LogLevel, write: (line: string) => void, now: () => number): Log {
  const at = (own: LogLevel) => (message: string, fields?: LogFields) => {
    if (RANK[own] < RANK[level]) return
    write(
      `${JSON.stringify({ time: new Date(now()).toISOString(), level: own, message, ...fields }, plain)}\n`,
    )
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (!(value instanceof Error)) return value
  const { message, stack, cause } = value
  return cause === undefined ? { message, stack } : { message, stack, cause }
}
