/**
 * What another process, or somebody by hand, has changed in the database: of a kind, by the id of the row. `all`:
 * changes may have been missed, so that nothing kept in memory is sure to hold.
 */
export type StoreChange = { readonly kind: ChangeKind; readonly id: string } | { readonly kind: 'all' }

const KINDS = ['key', 'member', 'blocked-user', 'config'] as const
type ChangeKind = (typeof KINDS)[number]

export type OnChange = (change: StoreChange) => void

/** Null for what this release does not know: a newer one may announce more. */
export function readChange(payload: string): StoreChange | null {
  const { kind, id }: { readonly kind?: unknown; readonly id?: unknown } = JSON.parse(payload)
  if (typeof id !== 'string') return null
  const known = KINDS.find((each) => each === kind)
  return known === undefined ? null : { kind: known, id }
}
