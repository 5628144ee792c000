import type { ConflictRow } from '../../src/catalogue/file.ts'
import { DIRECT_KINDS } from './kinds.ts'

interface Allowance {
  readonly kind: string
  readonly nativeId: string
  readonly field: string
  /** What was found when somebody looked into it. */
  readonly why: string
}

const SONNET_4_5_LONG_CONTEXT =
  'The second source describes only the usual window of 200,000 tokens; its own list of OpenRouter has the step too.'

/** Disagreements about a direct vendor's price that may stand. All others stop the build. */
const ALLOWED: readonly Allowance[] = [
  { kind: 'anthropic', nativeId: 'claude-sonnet-4-5', field: 'above 200000', why: SONNET_4_5_LONG_CONTEXT },
  {
    kind: 'anthropic',
    nativeId: 'claude-sonnet-4-5-20250929',
    field: 'above 200000',
    why: SONNET_4_5_LONG_CONTEXT,
  },
]

/** The conflicts that nobody has looked at. */
export function unreviewedConflicts(conflicts: readonly ConflictRow[]): ConflictRow[] {
  return conflicts.filter((conflict) => DIRECT_KINDS.has(conflict.kind) && !isAllowed(conflict))
}

function isAllowed({ kind, nativeId, field }: ConflictRow): boolean {
  return ALLOWED.some((one) => one.kind === kind && one.nativeId === nativeId && one.field === field)
}
