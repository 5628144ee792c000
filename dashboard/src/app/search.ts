import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { Search } from './router.tsx'

/** The filters of a page, as they stand in its address. An empty text removes one. */
export function usePageSearch(): readonly [Search, (changes: Search) => void] {
  const search = useSearch({ strict: false }) as unknown as Search // Every route checks it so.
  const navigate = useNavigate()
  const change = useCallback(
    (changes: Search) => {
      const next = Object.fromEntries(
        Object.entries({ ...search, ...changes }).filter(([, value]) => value !== ''),
      )
      void navigate({ to: '.', search: next, replace: true } as never) // Routes come from a list, so the types know none.
    },
    [navigate, search],
  )
  return [search, change]
}
