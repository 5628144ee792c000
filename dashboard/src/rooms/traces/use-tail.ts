import { useEffect, useState } from 'react'
import { type Exchange, gatewayUrl } from '../../api/client.ts'
import type { ExchangeFilters } from '../../api/queries.ts'

const ROWS_MAX = 200

/** Exchanges that have ended since this was turned on, newest first. */
export function useTail(isOn: boolean, filters: ExchangeFilters): readonly Exchange[] {
  const [rows, setRows] = useState<readonly Exchange[]>([])
  const query = tailQuery(filters)
  useEffect(() => {
    setRows([])
    if (!isOn) return
    const source = new EventSource(`${gatewayUrl}admin/v1/exchanges/tail${query}`)
    source.addEventListener('exchange', ({ data }: MessageEvent<string>) => {
      const exchange = JSON.parse(data) as Exchange // As the gateway's own description has it.
      setRows((before) => [exchange, ...before].slice(0, ROWS_MAX))
    })
    return () => source.close()
  }, [isOn, query])
  return rows
}

/** By words it cannot be narrowed: the bodies are not read while they come. */
function tailQuery({ q: _words, since: _since, ...filters }: ExchangeFilters): string {
  const pairs = Object.entries(filters).map(([name, value]) => [name, String(value)])
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}
