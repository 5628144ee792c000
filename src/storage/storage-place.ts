import { dirname } from 'node:path'

/** What a storage URL names. */
export type StoragePlace =
  | { readonly type: 'sqlite'; readonly path: string }
  | { readonly type: 'postgres'; readonly url: string }

/** Throws for a text that is no storage URL. */
export function storagePlace(url: string): StoragePlace {
  if (/^sqlite:./.test(url)) return { type: 'sqlite', path: url.slice('sqlite:'.length) }
  if (/^postgres(?:ql)?:\/\/./.test(url)) return { type: 'postgres', url }
  throw new Error('The storage URL must be sqlite: and a path, or postgres:// and a database.')
}

/** Where the journal lies when nothing else is said: beside the file, or for a database elsewhere in `data`. */
export function usualDataFolder(url: string): string {
  const place = storagePlace(url)
  return place.type === 'sqlite' ? dirname(place.path) : 'data'
}

/** Of folders, for what callers say is in there. */
export const PRIVATE_FOLDER = 0o700
