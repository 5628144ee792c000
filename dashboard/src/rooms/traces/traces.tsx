import { useInfiniteQuery } from '@tanstack/react-query'
import { answered, api } from '../../api/client.ts'
import { usePageSearch } from '../../app/search.ts'
import { texts } from '../../texts.ts'
import { Answer, Empty } from '../../ui/notes.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { exchangeFiltersOf } from './filters.ts'
import { TraceFilters } from './trace-filters.tsx'
import { TraceTable } from './trace-table.tsx'
import { useTail } from './use-tail.ts'

const PAGE_ROWS = 50

export default function Traces() {
  const [search, change] = usePageSearch()
  const filters = exchangeFiltersOf(search)
  const isLive = search.live === 'on'
  const tail = useTail(isLive, filters)
  const asked = useInfiniteQuery({
    queryKey: ['exchanges', filters],
    queryFn: ({ pageParam }) => {
      const query = { ...filters, limit: PAGE_ROWS, ...(pageParam === null ? {} : { cursor: pageParam }) }
      return answered(api.GET('/admin/v1/exchanges', { params: { query } }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })
  const { traces } = texts
  return (
    <Page
      title={texts.rooms.traces}
      actions={<LiveToggle isLive={isLive} onChange={(live) => change({ live })} />}
    >
      <TraceFilters search={search} onChange={change} />
      <Card>
        <Answer of={asked}>
          {({ pages }) => {
            const known = new Set(pages.flatMap(({ data }) => data.map(({ id }) => id)))
            const rows = [...tail.filter(({ id }) => !known.has(id)), ...pages.flatMap(({ data }) => data)]
            if (rows.length === 0 && !asked.hasNextPage)
              return <Empty title={traces.none}>{traces.noneHint}</Empty>
            return (
              <>
                <TraceTable rows={rows} />
                <More asked={asked} isSearching={filters.q !== undefined} />
              </>
            )
          }}
        </Answer>
      </Card>
    </Page>
  )
}

interface Pages {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  fetchNextPage(): unknown
}

/** A search by words reads the newest records first and may find nothing in a page of them. */
function More({ asked, isSearching }: { readonly asked: Pages; readonly isSearching: boolean }) {
  const { traces } = texts
  if (!asked.hasNextPage)
    return <p className="border-t border-line px-4 py-2 text-xs text-ink-3">{traces.end}</p>
  return (
    <div className="border-t border-line p-2">
      <button
        type="button"
        className="button button-bare w-full"
        disabled={asked.isFetchingNextPage}
        onClick={() => void asked.fetchNextPage()}
      >
        {asked.isFetchingNextPage ? texts.common.loading : isSearching ? traces.searchOn : traces.more}
      </button>
    </div>
  )
}

function LiveToggle({ isLive, onChange }: { readonly isLive: boolean; onChange(live: string): void }) {
  return (
    <button
      type="button"
      className="button"
      aria-pressed={isLive}
      onClick={() => onChange(isLive ? '' : 'on')}
    >
      <svg viewBox="0 0 8 8" className="size-2" aria-hidden="true">
        <circle cx="4" cy="4" r="4" fill={isLive ? 'var(--good)' : 'var(--line-strong)'} />
      </svg>
      {texts.traces.live}
    </button>
  )
}
