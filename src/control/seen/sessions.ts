import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { pageRequest, pageSchema, pageView } from '../page.ts'
import { ownerFilter, scoped } from '../scope.ts'
import { seenQuery, seenSchema, seenView } from './seen-view.ts'

/** `/sessions`: conversations that requests say they are of. */
export function sessions(app: AdminApp, { store }: AdminParts): void {
  app.get(
    '/sessions',
    {
      schema: {
        summary: 'List the sessions that exchanges name, with what they used, the latest first',
        tags: ['sessions'],
        querystring: seenQuery,
        response: { 200: pageSchema(seenSchema.meta({ id: 'ConversationSession' })), ...failures },
      },
    },
    async ({ query, actor }) => {
      await store.catchUp()
      const filter = scoped(actor, ownerFilter(query))
      return pageView(
        await store.identity('listSeen', { what: 'session', ...filter }, pageRequest(query)),
        seenView,
      )
    },
  )
}
