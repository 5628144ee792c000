import { queryOptions } from '@tanstack/react-query'
import { answered, api } from './client.ts'
import type { paths } from './schema.d.ts'

/** What pages ask for, by a name of its own each, so that two that ask the same ask once. */

export type ExchangeFilters = NonNullable<paths['/admin/v1/exchanges']['get']['parameters']['query']>
export type OverviewFilters = NonNullable<paths['/admin/v1/overview']['get']['parameters']['query']>

const LIVE_MS = 5_000

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => answered(api.GET('/admin/v1/session')),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
})

/** `spanMs` until now; its end moves with each look. */
export function overviewQuery(spanMs: number, filters: OverviewFilters = {}) {
  return queryOptions({
    queryKey: ['overview', spanMs, filters],
    queryFn: () => {
      const since = new Date(Date.now() - spanMs).toISOString()
      return answered(api.GET('/admin/v1/overview', { params: { query: { ...filters, since } } }))
    },
    refetchInterval: LIVE_MS,
  })
}

export function exchangesQuery(filters: ExchangeFilters) {
  return queryOptions({
    queryKey: ['exchanges', filters],
    queryFn: () => answered(api.GET('/admin/v1/exchanges', { params: { query: filters } })),
  })
}

export function exchangeQuery(id: string) {
  return queryOptions({
    queryKey: ['exchange', id],
    queryFn: () => answered(api.GET('/admin/v1/exchanges/{id}', { params: { path: { id } } })),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export const targetsQuery = queryOptions({
  queryKey: ['targets'],
  queryFn: () => answered(api.GET('/admin/v1/targets', { params: { query: { limit: 500 } } })),
  refetchInterval: LIVE_MS,
})

export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: () => answered(api.GET('/admin/v1/providers', { params: { query: { limit: 500 } } })),
})

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: () => answered(api.GET('/admin/v1/models', { params: { query: { limit: 500 } } })),
})

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: () => answered(api.GET('/admin/v1/keys', { params: { query: { limit: 500 } } })),
})

export const attentionQuery = queryOptions({
  queryKey: ['attention'],
  queryFn: () => answered(api.GET('/admin/v1/attention')),
  refetchInterval: LIVE_MS * 2,
})

export const configDocumentQuery = queryOptions({
  queryKey: ['config', 'document'],
  queryFn: () => answered(api.GET('/admin/v1/config/document')),
  // Somebody may be writing in it.
  refetchOnWindowFocus: false,
  staleTime: Number.POSITIVE_INFINITY,
})
