import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answered, api } from '../../api/client.ts'
import { useIsAdmin } from '../../app/session.tsx'
import { useTimes } from '../../app/settings.tsx'
import { texts } from '../../texts.ts'
import { Badge } from '../../ui/badge.tsx'
import { Message } from '../../ui/message.tsx'
import { Answer } from '../../ui/notes.tsx'

export function Revisions({ inForce }: { readonly inForce: string | null }) {
  const asked = useQuery({
    queryKey: ['config', 'revisions', inForce],
    queryFn: () => answered(api.GET('/admin/v1/config/revisions', { params: { query: { limit: 50 } } })),
  })
  const client = useQueryClient()
  const isAdmin = useIsAdmin()
  const times = useTimes()
  const { settings } = texts
  const rolling = useMutation({
    mutationFn: (revision: string) => answered(api.POST('/admin/v1/config/rollback', { body: { revision } })),
    onSuccess: () => client.invalidateQueries(),
  })
  return (
    <>
      {rolling.error !== null && <Message tone="bad">{rolling.error.message}</Message>}
      <Answer of={asked}>
        {({ data }) => (
          <ol className="divide-y divide-line">
            {data.map(({ revision, source, created_at }) => (
              <li key={revision} className="flex flex-wrap items-center gap-x-2 px-4 py-2">
                <div className="mr-auto">
                  <div className="font-mono text-xs">{revision.slice(0, 12)}</div>
                  <div className="text-xs text-ink-3">{`${times.moment(created_at)} · ${settings.sources[source]}`}</div>
                </div>
                {revision === inForce ? (
                  <Badge tone="good">{settings.inForce}</Badge>
                ) : (
                  isAdmin && (
                    <button
                      type="button"
                      className="button"
                      onClick={() => confirm(settings.rollBackSure) && rolling.mutate(revision)}
                    >
                      {settings.rollBack}
                    </button>
                  )
                )}
              </li>
            ))}
          </ol>
        )}
      </Answer>
    </>
  )
}
