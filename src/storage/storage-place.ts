/** What a storage URL names. */
export type StoragePlace =
  | { readonly type: 'sqlite'; readonly path: string }
  | { readonly type: 'postgres'; readonly url: string }

export const STORAGE_URL_RULE = 'must be sqlite: and a path, or postgres:// and a database'

/** Throws for a text that is no storage URL. */
export function storagePlace(url: string): StoragePlace {
  if (/^sqlite:./.test(url)) return { type: 'sqlite', path: url.slice('sqlite:'.length) }
  if (/^postgres(?:ql)?:\/\/./.test(url)) return { type: 'postgres', url }
  throw new Error(`The storage URL ${STORAGE_URL_RULE}.`)
}

/** Of folders, for what callers say is in there. */
export const PRIVATE_FOLDER = 0o700
