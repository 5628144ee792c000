import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answered, api, type Schemas } from '../../api/client.ts'
import { keysQuery } from '../../api/queries.ts'
import { useIsAdmin } from '../../app/session.tsx'
import { useTimes } from '../../app/settings.tsx'
import { texts } from '../../texts.ts'
import { Badge } from '../../ui/badge.tsx'
import { Message } from '../../ui/message.tsx'
import { budgetText, limitsText } from './key-words.ts'

type Key = Schemas['Key']

interface Props {
  readonly keys: readonly Key[]
  onEdit(key: Key): void
  onSecret(secret: string): void
}

export function KeyTable({ keys, onEdit, onSecret }: Props) {
  const { columns, standing, hint } = texts.keys
  const times = useTimes()
  return (
    <div className="overflow-x-auto">
      <table className="table">
        <thead>
          <tr>
            {[
              columns.name,
              columns.role,
              columns.models,
              columns.limits,
              columns.budgets,
              columns.created,
            ].map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
            <th scope="col">
              <span className="sr-only">{columns.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <td>
                <span className="font-medium">{key.name}</span>{' '}
                {key.blocked && <Badge tone="bad">{standing.blocked}</Badge>}
                <div className="font-mono text-xs text-ink-3">{hint(key.hint)}</div>
              </td>
              <td>{key.role}</td>
              <td className="max-w-52 truncate text-ink-2" title={key.models?.join(', ') ?? ''}>
                {key.models === null ? standing.allModels : key.models.join(', ')}
              </td>
              <td className="whitespace-nowrap text-ink-2">{limitsText(key.limits)}</td>
              <td className="text-ink-2">{key.budgets.map(budgetText).join(', ') || '–'}</td>
              <td className="whitespace-nowrap text-ink-2">
                {times.day(key.created_at)}
                {key.expires_at !== null && (
                  <div className="text-xs text-ink-3">{standing.until(times.day(key.expires_at))}</div>
                )}
              </td>
              <td>
                <Actions apiKey={key} onEdit={() => onEdit(key)} onSecret={onSecret} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface ActionProps {
  readonly apiKey: Key
  onEdit(): void
  onSecret(secret: string): void
}

function Actions({ apiKey: { id, name, blocked }, onEdit, onSecret }: ActionProps) {
  const isAdmin = useIsAdmin()
  const client = useQueryClient()
  const { actions } = texts.keys
  const params = { params: { path: { id } } }
  const changing = useMutation({
    mutationFn: (change: () => Promise<unknown>) => change(),
    onSuccess: () => client.invalidateQueries(keysQuery),
  })
  if (!isAdmin) return null
  const rotate = async () =>
    onSecret((await answered(api.POST('/admin/v1/keys/{id}/rotate', { ...params, body: {} }))).key)
  const block = () =>
    blocked
      ? answered(api.POST('/admin/v1/keys/{id}/unblock', params))
      : answered(api.POST('/admin/v1/keys/{id}/block', params))
  const remove = () => answered(api.DELETE('/admin/v1/keys/{id}', params))
  const does: readonly (readonly [string, () => void])[] = [
    [actions.edit, onEdit],
    [actions.rotate, () => confirm(actions.rotateSure(name)) && changing.mutate(rotate)],
    [blocked ? actions.unblock : actions.block, () => changing.mutate(block)],
    [actions.remove, () => confirm(actions.removeSure(name)) && changing.mutate(remove)],
  ]
  return (
    <>
      <div className="flex justify-end gap-1">
        {does.map(([label, does]) => (
          <button
            key={label}
            type="button"
            className="button button-bare px-2 text-sm text-ink-2"
            onClick={does}
          >
            {label}
            <span className="sr-only"> {name}</span>
          </button>
        ))}
      </div>
      {changing.error !== null && <Message tone="bad">{changing.error.message}</Message>}
    </>
  )
}
