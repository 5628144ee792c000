import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { overviewQuery } from '../../api/queries.ts'
import { usePageSearch } from '../../app/search.ts'
import { texts } from '../../texts.ts'
import { Answer } from '../../ui/notes.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Attention } from './attention.tsx'
import { Breakdown } from './breakdown.tsx'
import { Budgets } from './budgets.tsx'
import { Charts } from './charts.tsx'
import { Figures } from './figures.tsx'
import { SPANS, type Span, spanOf } from './spans.ts'
import { Welcome } from './welcome.tsx'

export default function Overview() {
  const [search, change] = usePageSearch()
  const span = spanOf(search.span)
  const filters = useMemo(
    () => ({
      ...(search.model === undefined ? {} : { model: search.model }),
      ...(search.provider === undefined ? {} : { provider: search.provider }),
      ...(search.key_id === undefined ? {} : { key_id: search.key_id }),
    }),
    [search.model, search.provider, search.key_id],
  )
  const asked = useQuery(overviewQuery(SPANS[span], filters))
  const { overview } = texts
  const chosen = Object.entries(filters)
  return (
    <Page
      title={texts.rooms.overview}
      actions={
        <>
          {chosen.map(([name, value]) => (
            <button key={name} type="button" className="button" onClick={() => change({ [name]: '' })}>
              {value} <span aria-hidden="true">×</span>
              <span className="sr-only">{texts.common.removeFilter}</span>
            </button>
          ))}
          <Segments<Span>
            label={overview.span}
            value={span}
            options={overview.spans}
            onChange={(next) => change({ span: next })}
          />
        </>
      }
    >
      <Answer of={asked}>
        {(data) =>
          data.now.requests === 0 && data.before.requests === 0 && chosen.length === 0 ? (
            <Welcome />
          ) : (
            <>
              <Attention />
              <Figures data={data} />
              <Charts data={data} />
              <div className="grid gap-4 lg:grid-cols-3">
                <Breakdown
                  title={overview.byModel}
                  rows={data.by_model}
                  onChoose={(model) => change({ model })}
                />
                <Breakdown
                  title={overview.byProvider}
                  rows={data.by_provider}
                  onChoose={(provider) => change({ provider })}
                />
                <Breakdown
                  title={overview.byKey}
                  rows={data.by_key}
                  onChoose={(key_id) => change({ key_id })}
                />
              </div>
              <Card title={overview.budgets.title}>
                <Budgets />
              </Card>
            </>
          )
        }
      </Answer>
    </Page>
  )
}
