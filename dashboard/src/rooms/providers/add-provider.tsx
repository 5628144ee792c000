import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { answered, api, type Schemas } from '../../api/client.ts'
import { texts } from '../../texts.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Message } from '../../ui/message.tsx'
import { VerdictLine } from './verdict-line.tsx'

interface Props {
  readonly isOpen: boolean
  onOpenChange(isOpen: boolean): void
}

const KINDS = ['openai', 'anthropic', 'gemini', 'openai-compatible'] as const

interface Draft {
  readonly kind: string
  readonly name: string
  readonly api_key: string
  readonly base_url: string
  readonly model: string
}

const EMPTY: Draft = { kind: 'openai', name: '', api_key: '', base_url: '', model: '' }

/** Tries the credential first and keeps it only when it works, or when a person says so all the same. */
export function AddProvider({ isOpen, onOpenChange }: Props) {
  const { providers: words } = texts
  return (
    <Dialog title={words.add} isOpen={isOpen} onOpenChange={onOpenChange}>
      <Form onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function Form({ onDone }: { onDone(): void }) {
  const [draft, setDraft] = useState(EMPTY)
  const client = useQueryClient()
  const { providers: words } = texts
  const adding = useMutation({
    mutationFn: async ({ isSure }: { readonly isSure: boolean }) => {
      const verdict = isSure ? null : await tryDraft(draft)
      if (verdict !== null && verdict.verdict !== 'works' && verdict.verdict !== 'limited') return verdict
      await answered(
        api.PUT('/admin/v1/providers/{name}', {
          params: { path: { name: nameOf(draft) } },
          body: fieldsOf(draft),
        }),
      )
      return verdict
    },
    onSuccess: async (verdict, { isSure }) => {
      await client.invalidateQueries()
      if (isSure || verdict?.verdict === 'works') onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    adding.mutate({ isSure: false })
  }
  const isBad = adding.data != null && adding.data.verdict !== 'works' && adding.data.verdict !== 'limited'
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <Fields draft={draft} onChange={(changes) => setDraft({ ...draft, ...changes })} />
      {adding.data != null && <VerdictLine verdict={adding.data} />}
      {adding.error !== null && <Message tone="bad">{adding.error.message}</Message>}
      <div className="flex justify-end gap-2">
        {isBad && (
          <button type="button" className="button" onClick={() => adding.mutate({ isSure: true })}>
            {words.keepAnyway}
          </button>
        )}
        <button type="submit" className="button button-primary" disabled={adding.isPending}>
          {adding.isPending ? words.trying : words.tryAndKeep}
        </button>
      </div>
      <p className="text-xs text-ink-3">{words.where}</p>
    </form>
  )
}

function Fields({ draft, onChange }: { readonly draft: Draft; onChange(changes: Partial<Draft>): void }) {
  const { fields } = texts.providers
  const isCompatible = draft.kind === 'openai-compatible'
  return (
    <>
      <Field label={fields.kind}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={draft.kind}
            onChange={({ target }) => onChange({ kind: target.value })}
          >
            {KINDS.map((kind) => (
              <option key={kind}>{kind}</option>
            ))}
          </select>
        )}
      </Field>
      <Field label={fields.key} hint={fields.keyHint}>
        {(ids) => (
          <input
            {...ids}
            className="input font-mono"
            type="password"
            autoComplete="off"
            required={!isCompatible}
            value={draft.api_key}
            onChange={({ target }) => onChange({ api_key: target.value })}
          />
        )}
      </Field>
      <Field label={fields.baseUrl} hint={isCompatible ? fields.baseUrlNeeded : fields.baseUrlHint}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            type="url"
            required={isCompatible}
            value={draft.base_url}
            onChange={({ target }) => onChange({ base_url: target.value })}
          />
        )}
      </Field>
      <Rest draft={draft} onChange={onChange} />
    </>
  )
}

/** What may stay empty. */
function Rest({ draft, onChange }: { readonly draft: Draft; onChange(changes: Partial<Draft>): void }) {
  const { fields } = texts.providers
  const isCompatible = draft.kind === 'openai-compatible'
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label={fields.name} hint={fields.nameHint}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            placeholder={draft.kind}
            value={draft.name}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        )}
      </Field>
      <Field label={fields.model} hint={fields.modelHint}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            required={isCompatible}
            value={draft.model}
            onChange={({ target }) => onChange({ model: target.value })}
          />
        )}
      </Field>
    </div>
  )
}

function nameOf({ name, kind }: Draft): string {
  return name.trim() === '' ? kind : name.trim()
}

function fieldsOf({ kind, api_key, base_url }: Draft) {
  return {
    kind,
    ...(api_key.trim() === '' ? {} : { api_key: api_key.trim() }),
    ...(base_url.trim() === '' ? {} : { base_url: base_url.trim() }),
  }
}

async function tryDraft(draft: Draft): Promise<Schemas['CredentialVerdict']> {
  const model = draft.model.trim()
  const body = { ...fieldsOf(draft), ...(model === '' ? {} : { model }) }
  return await answered(api.POST('/admin/v1/providers/test', { body }))
}
