import type { ExchangeRecord } from '../../core/record.ts'
import { exchangeView } from './exchange-view.ts'

type View = ReturnType<typeof exchangeView>
type Cell = string | number | boolean | null

/** Flat: usage in columns of its own, lists and objects as JSON. */
const COLUMNS: readonly (readonly [name: string, cell: (view: View) => Cell])[] = [
  ['id', ({ id }) => id],
  ['time', ({ time }) => time],
  ['key_id', ({ key_id }) => key_id],
  ['organization_id', ({ organization_id }) => organization_id],
  ['project_id', ({ project_id }) => project_id],
  ['member_id', ({ member_id }) => member_id],
  ['user', ({ user }) => user],
  ['session', ({ session }) => session],
  ['tags', ({ tags }) => JSON.stringify(tags)],
  ['metadata', ({ metadata }) => (metadata === null ? null : JSON.stringify(metadata))],
  ['dialect', ({ dialect }) => dialect],
  ['operation', ({ operation }) => operation],
  ['streamed', ({ streamed }) => streamed],
  ['requested_model', ({ requested_model }) => requested_model],
  ['model', ({ model }) => model],
  ['provider', ({ provider }) => provider],
  ['target', ({ target }) => target],
  ['attempts', ({ attempts }) => attempts.length],
  ['status', ({ status }) => status],
  ['error_code', ({ error_code }) => error_code],
  ['finish_reason', ({ finish_reason }) => finish_reason],
  ['input_tokens', ({ usage }) => usage?.input ?? null],
  ['output_tokens', ({ usage }) => usage?.output ?? null],
  ['cache_read_tokens', ({ usage }) => usage?.cache_read ?? null],
  ['cache_write_tokens', ({ usage }) => usage?.cache_write ?? null],
  ['reasoning_tokens', ({ usage }) => usage?.reasoning ?? null],
  ['usage_source', ({ usage_source }) => usage_source],
  ['cost', ({ cost }) => cost],
  ['cost_nanos', ({ cost_nanos }) => cost_nanos],
  ['billed', ({ billed }) => billed],
  ['billed_nanos', ({ billed_nanos }) => billed_nanos],
  ['price_version', ({ price_version }) => price_version],
  ['ttft_ms', ({ ttft_ms }) => ttft_ms],
  ['duration_ms', ({ duration_ms }) => duration_ms],
  ['overhead_ms', ({ overhead_ms }) => overhead_ms],
]

/** https://www.rfc-editor.org/rfc/rfc4180; what is not known is empty. */
export function csvHead(): string {
  return `${COLUMNS.map(([name]) => name).join(',')}\r\n`
}

export function csvLine(record: ExchangeRecord): string {
  const view = exchangeView(record)
  return `${COLUMNS.map(([, cell]) => quoted(cell(view))).join(',')}\r\n`
}

function quoted(cell: Cell): string {
  const text = cell === null ? '' : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
