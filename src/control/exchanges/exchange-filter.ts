import { z } from 'zod'
import type { Dialect } from '../../core/dialect.ts'
import { usdToNanos } from '../../core/money.ts'
import type { ExchangeFilter } from '../../storage/store.ts'
import type { Actor } from '../actor.ts'
import { errorCode } from '../errors.ts'
import { instant, ownerId } from '../fields.ts'
import { ownerFilter, scoped } from '../scope.ts'

/** What lists and exports of exchanges can be narrowed by. All given must hold. */
export const filterQuery = (dialects: readonly Dialect[]) => ({
  key_id: z.string().exactOptional(),
  provider: z.string().exactOptional(),
  model: z.string().exactOptional().describe('The model that answered.'),
  user: z.string().exactOptional(),
  session: z.string().exactOptional(),
  tag: z.string().exactOptional(),
  dialect: z.enum([...new Set(dialects.map(({ wire }) => wire))]).exactOptional(),
  status: z.coerce.number().int().min(100).max(599).exactOptional(),
  error_code: errorCode.exactOptional(),
  since: instant().exactOptional().describe('Inclusive.'),
  until: instant().exactOptional().describe('Exclusive.'),
  min_cost: z.coerce.number().min(0).max(9_000_000).exactOptional().describe('USD.'),
  q: z.string().max(1_000).exactOptional().describe('Words that must all stand in the recorded bodies.'),
  organization_id: ownerId.exactOptional(),
  project_id: ownerId.exactOptional(),
})

type FilterQuery = z.output<z.ZodObject<ReturnType<typeof filterQuery>>>

/** Only what the actor may see. Throws `permission_denied` where he asks for more. */
export function exchangeFilter(query: FilterQuery, actor: Actor): ExchangeFilter {
  const { key_id, error_code, since, until, min_cost, q, provider, model, user, session, tag } = query
  const { dialect, status } = query
  return {
    ...(key_id === undefined ? {} : { keyId: key_id }),
    ...scoped(actor, ownerFilter(query)),
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    ...(user === undefined ? {} : { user }),
    ...(session === undefined ? {} : { session }),
    ...(tag === undefined ? {} : { tag }),
    ...(dialect === undefined ? {} : { dialect }),
    ...(status === undefined ? {} : { status }),
    ...(error_code === undefined ? {} : { errorCode: error_code }),
    ...(since === undefined ? {} : { sinceMs: since }),
    ...(until === undefined ? {} : { untilMs: until }),
    ...(min_cost === undefined ? {} : { minCostNanos: usdToNanos(min_cost) }),
    ...(q === undefined || q.trim() === '' ? {} : { words: q }),
  }
}
