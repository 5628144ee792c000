import type { z } from 'zod'
import type { keyDetailSchema, keySchema, newKeySchema } from '../../control/keys/key-view.ts'

// The admin API's own shapes. Types alone: a command that only asks a gateway loads nothing of it.

export type KeySummary = z.output<typeof keySchema>
export type KeyDetail = z.output<typeof keyDetailSchema>
export type NewKey = z.output<typeof newKeySchema>
export type KeyLimits = KeySummary['limits']
