import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { answered, api, type Schemas } from '../../api/client.ts'
import { keysQuery } from '../../api/queries.ts'
import { texts } from '../../texts.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Message } from '../../ui/message.tsx'
import { draftOf, fieldsOf, type KeyDraft } from './key-draft.ts'
import { KeyFields } from './key-fields.tsx'

interface Props {
  readonly edited: Schemas['Key'] | 'new'
  onClose(): void
  onSecret(secret: string): void
}

export function KeyDialog({ edited, onClose, onSecret }: Props) {
  const client = useQueryClient()
  const [draft, setDraft] = useState<KeyDraft>(() => draftOf(edited === 'new' ? null : edited))
  const { keys } = texts
  const saving = useMutation({
    mutationFn: async () => {
      const body = fieldsOf(draft, edited === 'new' ? null : edited)
      if (edited === 'new') return (await answered(api.POST('/admin/v1/keys', { body }))).key
      await answered(api.PATCH('/admin/v1/keys/{id}', { params: { path: { id: edited.id } }, body }))
      return null
    },
    onSuccess: async (secret) => {
      await client.invalidateQueries(keysQuery)
      onClose()
      if (secret !== null) onSecret(secret)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate()
  }
  return (
    <Dialog title={edited === 'new' ? keys.create : keys.edit(edited.name)} isOpen onOpenChange={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <KeyFields draft={draft} onChange={(changes) => setDraft({ ...draft, ...changes })} />
        {saving.error !== null && <Message tone="bad">{saving.error.message}</Message>}
        <div className="flex justify-end">
          <button type="submit" className="button button-primary" disabled={saving.isPending}>
            {edited === 'new' ? keys.create : keys.save}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
