import type { FastifySchemaCompiler } from 'fastify'
import { z } from 'zod'
import { formatPath, type Path } from '../config/problem.ts'
import { GatewayError } from '../core/error.ts'

/** Checks a part of a request against its schema. The first thing wrong is named by its path. */
export const validate: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data) => {
    const result = z.safeParse(schema, data, { reportInput: true })
    if (result.success) return { value: result.data }
    const [issue] = result.error.issues
    return { error: issue === undefined ? result.error : refusalOf(issue) }
  }

function refusalOf(issue: z.core.$ZodIssue): GatewayError {
  const path = issue.path as Path // Parsed JSON and query strings have no symbols for keys.
  if (issue.code === 'unrecognized_keys') {
    const param = formatPath([...path, ...issue.keys.slice(0, 1)])
    return new GatewayError('invalid_request', `Unknown field ${param}.`, { param })
  }
  const name = path.length === 0 ? 'The body' : formatPath(path)
  const isLater = issue.code === 'custom' && issue.params?.isLater === true
  return new GatewayError(
    isLater ? 'unsupported_parameter' : 'invalid_request',
    `${name} ${phrase(issue)}.`,
    path.length === 0 ? {} : { param: name },
  )
}

/** What follows a field's name. Values are not repeated: any may be a secret. */
function phrase(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'custom':
      return issue.message
    case 'invalid_type':
      return issue.input === undefined || issue.input === null
        ? 'is required'
        : `must be ${a(issue.expected)}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return `must be ${issue.inclusive === true ? 'at least' : 'above'} ${issue.minimum}${unit(issue.origin)}`
    case 'too_big':
      return `must be ${issue.inclusive === true ? 'at most' : 'below'} ${issue.maximum}${unit(issue.origin)}`
    default:
      return `is not valid: ${issue.message}`
  }
}

function a(expected: string): string {
  switch (expected) {
    case 'int':
      return 'a whole number'
    case 'array':
      return 'a list'
    case 'object':
    case 'record':
      return 'a JSON object'
    default:
      return `a ${expected}`
  }
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters long'
  return origin === 'array' ? ' entries long' : ''
}
