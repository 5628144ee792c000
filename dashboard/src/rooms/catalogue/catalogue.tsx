import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { answered, api, type Schemas } from '../../api/client.ts'
import { texts } from '../../texts.ts'
import { Badge } from '../../ui/badge.tsx'
import { Answer, Empty } from '../../ui/notes.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Explain } from './explain.tsx'

type Source = 'all' | 'config' | 'catalogue'

const PAGE_NAMES = 500
const SHOWN_MAX = 200

export default function Catalogue() {
  const asked = useInfiniteQuery({
    queryKey: ['models', 'all'],
    queryFn: ({ pageParam }) => {
      const query = { limit: PAGE_NAMES, ...(pageParam === null ? {} : { cursor: pageParam }) }
      return answered(api.GET('/admin/v1/models', { params: { query } }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })
  const { hasNextPage, isFetching, fetchNextPage } = asked
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  const [words, setWords] = useState('')
  const [source, setSource] = useState<Source>('all')
  const { catalogue } = texts
  return (
    <Page title={texts.rooms.catalogue}>
      <div className="grid gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Card
          title={catalogue.names}
          actions={
            <Segments<Source>
              label={catalogue.source}
              value={source}
              options={catalogue.sources}
              onChange={setSource}
            />
          }
        >
          <div className="border-b border-line p-2">
            <input
              type="search"
              className="input"
              aria-label={catalogue.search}
              placeholder={catalogue.search}
              value={words}
              onChange={({ target }) => setWords(target.value)}
            />
          </div>
          <Answer of={asked}>
            {({ pages }) => (
              <Names
                models={chosen(
                  pages.flatMap(({ data }) => data),
                  words,
                  source,
                )}
              />
            )}
          </Answer>
        </Card>
        <Explain />
      </div>
    </Page>
  )
}

function chosen(
  models: readonly Schemas['Model'][],
  words: string,
  source: Source,
): readonly Schemas['Model'][] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return models.filter(
    (model) =>
      (source === 'all' || model.source === source) &&
      wanted.every((word) => `${model.name} ${model.targets.join(' ')}`.toLowerCase().includes(word)),
  )
}

function Names({ models }: { readonly models: readonly Schemas['Model'][] }) {
  const { catalogue } = texts
  if (models.length === 0) return <Empty title={catalogue.none}>{catalogue.noneHint}</Empty>
  return (
    <div className="max-h-[42rem] overflow-auto" tabIndex={0} role="region" aria-label={catalogue.names}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{catalogue.name}</th>
            <th scope="col">{catalogue.strategy}</th>
            <th scope="col">{catalogue.leads}</th>
          </tr>
        </thead>
        <tbody>
          {models.slice(0, SHOWN_MAX).map(({ name, source, strategy, targets, fallbacks }) => (
            <tr key={name}>
              <td>
                {name} {source === 'config' && <Badge tone="accent">{catalogue.route}</Badge>}
              </td>
              <td className="text-ink-2">{strategy}</td>
              <td className="text-ink-2">
                {targets.join(', ')}
                {fallbacks.length > 0 && ` · ${catalogue.fallbacks(fallbacks.join(', '))}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {models.length > SHOWN_MAX && (
        <p className="px-4 py-2 text-xs text-ink-3">{catalogue.cut(SHOWN_MAX, models.length)}</p>
      )}
    </div>
  )
}
