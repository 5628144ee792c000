import { useQuery } from '@tanstack/react-query'
import { answered, api } from '../../api/client.ts'
import { usePageSearch } from '../../app/search.ts'
import { texts } from '../../texts.ts'
import { Answer } from '../../ui/notes.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { Segments } from '../../ui/segments.tsx'
import { SPANS, type Span, spanOf } from '../overview/spans.ts'
import { Budgets } from '../overview/budgets.tsx'
import { downloadCsv } from './csv.ts'
import { type Group, UsageTable } from './usage-table.tsx'

const GROUPS: readonly Group[] = ['model', 'provider', 'key', 'user', 'session', 'tag', 'day']
const ROUNDING_MS = 60_000

export default function Usage() {
  const [search, change] = usePageSearch()
  const span = spanOf(search.span ?? '30d')
  const group = GROUPS.find((each) => each === search.by) ?? 'model'
  const asked = useQuery({
    queryKey: ['usage', group, span],
    queryFn: () => {
      const since = new Date(Math.floor((Date.now() - SPANS[span]) / ROUNDING_MS) * ROUNDING_MS).toISOString()
      return answered(api.GET('/admin/v1/usage', { params: { query: { group_by: group, since } } }))
    },
  })
  const { usage, overview } = texts
  return (
    <Page
      title={texts.rooms.usage}
      actions={
        <Segments<Span>
          label={overview.span}
          value={span}
          options={overview.spans}
          onChange={(next) => change({ span: next })}
        />
      }
    >
      <Card
        title={usage.sums}
        actions={
          <>
            <Segments<Group>
              label={usage.by}
              value={group}
              options={usage.groups}
              onChange={(by) => change({ by })}
            />
            <button
              type="button"
              className="button"
              disabled={asked.data === undefined}
              onClick={() => downloadCsv(`usage-${group}-${span}.csv`, group, asked.data?.data ?? [])}
            >
              {usage.download}
            </button>
          </>
        }
      >
        <Answer of={asked}>{({ data }) => <UsageTable rows={data} group={group} />}</Answer>
      </Card>
      <Card title={usage.budgets}>
        <Budgets />
      </Card>
    </Page>
  )
}
