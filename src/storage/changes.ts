/**
 * What another process, or somebody by hand, has changed in the database: of a kind, by the id of the row. `all`:
 * changes may have been missed, so that nothing kept in memory is sure to hold.
 */
export type StoreChange = { readonly kind: 'key' | 'config'; readonly id: string } | { readonly kind: 'all' }

export type OnChange = (change: StoreChange) => void

/** Null for what this release does not know: a newer one may announce more. */
export function readChange(payload: string): StoreChange | null {
  const { kind, id }: { readonly kind?: unknown; readonly id?: unknown } = JSON.parse(payload)
  if (typeof id !== 'string') return null
  return kind === 'key' || kind === 'config' ? { kind, id } : null
}
