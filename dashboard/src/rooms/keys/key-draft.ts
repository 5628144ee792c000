import type { Schemas } from '../../api/client.ts'

type Key = Schemas['Key']

/** A key as it stands in the fields of a form: text, as people type it. */
export interface KeyDraft {
  readonly name: string
  readonly role: Key['role']
  readonly models: string
  readonly rpm: string
  readonly tpm: string
  readonly concurrency: string
  readonly usd: string
  readonly window: string
  readonly expires: string
}

export function draftOf(key: Key | null): KeyDraft {
  const { rpm, tpm, concurrency } = key?.limits ?? {}
  const budget = key?.budgets.find(({ usd }) => usd !== undefined)
  return {
    name: key?.name ?? '',
    role: key?.role ?? 'inference',
    models: key?.models?.join(', ') ?? '',
    rpm: String(rpm ?? ''),
    tpm: String(tpm ?? ''),
    concurrency: String(concurrency ?? ''),
    usd: String(budget?.usd ?? ''),
    window: budget?.window ?? 'month',
    expires: key?.expires_at?.slice(0, 10) ?? '',
  }
}

/** An empty field is no limit. Limits and budgets of `key` that the form does not show stay as they are. */
export function fieldsOf(draft: KeyDraft, key: Key | null) {
  const { rpm: _rpm, tpm: _tpm, concurrency: _concurrency, ...limits } = key?.limits ?? {}
  const budgets = (key?.budgets ?? []).filter(({ usd }) => usd === undefined)
  const models = draft.models
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  return {
    name: draft.name.trim(),
    role: draft.role,
    models: models.length === 0 ? null : models,
    limits: {
      ...limits,
      ...numbered('rpm', draft.rpm),
      ...numbered('tpm', draft.tpm),
      ...numbered('concurrency', draft.concurrency),
    },
    budgets: [
      ...budgets,
      ...(draft.usd.trim() === ''
        ? []
        : [{ usd: Number(draft.usd), window: draft.window, on_exhausted: 'deny' as const }]),
    ],
    expires_at: draft.expires === '' ? null : draft.expires,
  }
}

function numbered(name: string, text: string): Record<string, number> {
  return text.trim() === '' ? {} : { [name]: Number(text) }
}
