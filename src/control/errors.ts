import { z } from 'zod'
import { ERRORS, type ErrorCode } from '../core/error.ts'

const CODES = Object.keys(ERRORS) as ErrorCode[] // The table's keys are the codes.

export const errorCode = z.enum(CODES)

/** What every route answers when it refuses or fails. */
const error = z
  .object({
    error: z.object({
      message: z.string(),
      type: z.string(),
      param: z.string().nullable().describe('The field that is wrong.'),
      code: errorCode,
      portolan: z.looseObject({ request_id: z.string() }),
    }),
  })
  .meta({ id: 'Error', description: 'Refused or failed.' })

export const failures = { '4xx': error, '5xx': error }
