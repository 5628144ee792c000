import { parseJsonObject } from '../core/json.ts'
import type { AuditCheckpoint, AuditEvent } from './audit-event.ts'

/** One line of an export: an event, or a checkpoint. */
export type ExportLine =
  | { readonly type: 'event'; readonly event: AuditEvent }
  | { readonly type: 'checkpoint'; readonly checkpoint: AuditCheckpoint }

/** As it stands in the file, with its line break. */
export function writeExportLine(line: ExportLine): string {
  const { type, ...fields } =
    line.type === 'event' ? { type: 'event', ...line.event } : { type: 'checkpoint', ...line.checkpoint }
  return `${JSON.stringify({ type, ...fields })}\n`
}

/** Null for a line that is neither: no JSON, or a field that is missing or of the wrong type. */
export function readExportLine(text: string): ExportLine | null {
  const { type, ...fields } = parseJsonObject(text) ?? {}
  if (type === 'event' && holds(fields, EVENT_FIELDS)) {
    return { type, event: fields as unknown as AuditEvent } // Every field was just looked at.
  }
  if (type === 'checkpoint' && holds(fields, CHECKPOINT_FIELDS)) {
    return { type, checkpoint: fields as unknown as AuditCheckpoint } // As above.
  }
  return null
}

type Kind = 'number' | 'text' | 'text or null'

const EVENT_FIELDS: Readonly<Record<keyof AuditEvent, Kind>> = {
  seq: 'number',
  timeMs: 'number',
  actor: 'text',
  action: 'text',
  subject: 'text or null',
  organizationId: 'text or null',
  body: 'text or null',
  digest: 'text',
  hash: 'text',
}

const CHECKPOINT_FIELDS: Readonly<Record<keyof AuditCheckpoint, Kind>> = {
  seq: 'number',
  hash: 'text',
  timeMs: 'number',
  publicKey: 'text',
  signature: 'text',
}

function holds(fields: Readonly<Record<string, unknown>>, kinds: Readonly<Record<string, Kind>>): boolean {
  return Object.entries(kinds).every(([name, kind]) => {
    const value = fields[name]
    if (kind === 'number') return Number.isSafeInteger(value)
    return typeof value === 'string' || (kind === 'text or null' && value === null)
  })
}
