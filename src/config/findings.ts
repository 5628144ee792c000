import type { z } from 'zod'
import type { Finding } from './document.ts'
import type { JsonSchema } from './json-schema.ts'
import { nearest } from './nearest.ts'
import { formatLabel, formatName, type Path } from './problem.ts'

/** The validator's issues in the house's words. `describe` is asked which keys are possible where one is unknown. */
export function findingsOf(
  issues: readonly z.core.$ZodIssue[],
  describe: () => JsonSchema,
): readonly Finding[] {
  const schema = issues.some(({ code }) => code === 'unrecognized_keys') ? describe() : {}
  return issues.flatMap((issue) => findingsOfOne(issue, schema))
}

function findingsOfOne(issue: z.core.$ZodIssue, schema: JsonSchema): readonly Finding[] {
  const path = issue.path as Path // Parsed YAML has no symbols for keys.
  switch (issue.code) {
    case 'unrecognized_keys': {
      const candidates = keysAt(schema, path)
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `unknown key ${formatName(key)}`,
        suggestion: nearest(key, candidates),
        atKey: true,
      }))
    }
    case 'invalid_key':
      return [{ path, message: `${formatLabel(path)} cannot be used as a name here`, atKey: true }]
    case 'custom':
      return [
        {
          path,
          message: `${formatLabel(path)} ${issue.message}`,
          suggestion: typeof issue.params?.suggestion === 'string' ? issue.params.suggestion : null,
          atKey: issue.params?.atKey === true,
        },
      ]
    default:
      return [{ path, message: `${formatLabel(path)} ${phrase(issue)}` }]
  }
}

function phrase(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') return 'must have at least one entry'
  if (issue.code !== 'invalid_type') return issue.message
  if (issue.input === undefined) return 'is required'
  return issue.expected === 'array' ? 'must be a list' : 'must be a mapping of keys to values'
}

/** The keys that this release takes in the mapping at `path`. */
function keysAt(schema: JsonSchema, path: Path): readonly string[] {
  const inner = path.reduce<unknown>((at, step) => {
    if (typeof step === 'number') return member(at, 'items')
    return member(member(at, 'properties'), step) ?? member(at, 'additionalProperties')
  }, schema)
  const properties = member(inner, 'properties')
  if (typeof properties !== 'object' || properties === null) return []
  return Object.entries(properties).flatMap(([key, value]) =>
    member(value, 'not') === undefined ? [key] : [],
  )
}

function member(value: unknown, key: string): unknown {
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, key)
  return isObject ? (value as Record<string, unknown>)[key] : undefined // It is an object that has the key.
}
