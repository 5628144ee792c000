import { z } from 'zod'
import type { ConfigProblem } from '../config/config.ts'
import { type ConfigDocument, type Finding, readDocument } from '../config/document.ts'
import { findingsOf } from '../config/findings.ts'
import type { Environment } from '../config/interpolate.ts'
import { isJsonObject } from '../core/json.ts'

export type StrictReading<Value> =
  | { readonly ok: true; readonly value: Value; readonly document: ConfigDocument }
  /** Everything that is wrong, in the order of the text. */
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

/**
 * Reads YAML or JSON as strictly as the configuration: unknown keys are errors with a suggestion, and every error has
 * its place. `check` finds what no schema can say, in a value that has passed it.
 */
export function readStrictly<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  { env, check = () => [] }: StrictOptions<z.output<Schema>>,
): StrictReading<z.output<Schema>> {
  const { document, problems } = readDocument(text, env)
  if (document === null || problems.length > 0) return { ok: false, problems }
  if (!isJsonObject(document.value)) return { ok: false, problems: [document.problemAt(NO_MAPPING)] }
  const parsed = schema.safeParse(document.value, { reportInput: true })
  const findings = parsed.success
    ? check(parsed.data)
    : findingsOf(parsed.error.issues, () => z.toJSONSchema(schema, { io: 'input' }))
  if (parsed.success && findings.length === 0) return { ok: true, value: parsed.data, document }
  return { ok: false, problems: findings.map(document.problemAt).sort(byPlace) }
}

const NO_MAPPING: Finding = { path: [], message: 'the file must hold a mapping of keys to values' }

interface StrictOptions<Value> {
  /** For `${NAME}`. */
  readonly env: Environment
  readonly check?: (value: Value) => readonly Finding[]
}

function byPlace(one: ConfigProblem, other: ConfigProblem): number {
  const lines = (one.line ?? 0) - (other.line ?? 0)
  return lines === 0 ? (one.column ?? 0) - (other.column ?? 0) : lines
}
