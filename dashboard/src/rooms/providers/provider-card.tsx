import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answered, api, type Schemas } from '../../api/client.ts'
import { overviewQuery, providersQuery } from '../../api/queries.ts'
import { useIsAdmin } from '../../app/session.tsx'
import { texts } from '../../texts.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatCount, formatMs, formatShare, formatUsd } from '../../ui/format.ts'
import { Message } from '../../ui/message.tsx'
import { Card } from '../../ui/page.tsx'
import { Sparkline } from '../../ui/sparkline.tsx'
import { VerdictLine } from './verdict-line.tsx'

const DAY_MS = 86_400_000

/** One provider: how it did today, and what can be done with it. */
export function ProviderCard({ provider }: { readonly provider: Schemas['Provider'] }) {
  const { name, kind, base_url, credentials } = provider
  const { providers: words } = texts
  const day = useQuery({ ...overviewQuery(DAY_MS, { provider: name }), refetchInterval: 15_000 }).data
  return (
    <Card title={name} actions={<Badge>{kind}</Badge>}>
      <div className="flex flex-col gap-2 px-4 py-3">
        <p className="truncate text-xs text-ink-2" title={base_url}>
          {base_url}
        </p>
        <p className="text-xs text-ink-3">
          {credentials.length === 0
            ? words.noCredential
            : words.credentials(
                credentials.map(({ hint }) => (hint === null ? '••••' : `••••${hint}`)).join(', '),
              )}
        </p>
        {day !== undefined && <Today now={day.now} values={day.series.map(({ requests }) => requests)} />}
        <Actions name={name} />
      </div>
    </Card>
  )
}

function Today({
  now,
  values,
}: {
  readonly now: Schemas['Overview']['now']
  readonly values: readonly number[]
}) {
  const { providers: words } = texts
  const figures: readonly (readonly [string, string])[] = [
    [words.today.requests, formatCount(now.requests)],
    [words.today.errors, now.requests === 0 ? '–' : formatShare(now.errors / now.requests)],
    [words.today.ttft, formatMs(now.ttft_ms?.p50)],
    [words.today.spend, formatUsd(now.cost)],
  ]
  return (
    <>
      <p className="eyebrow">{words.today.title}</p>
      <dl className="grid grid-cols-4 gap-2">
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt className="eyebrow">{label}</dt>
            <dd className="font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      <Sparkline values={values} />
    </>
  )
}

function Actions({ name }: { readonly name: string }) {
  const isAdmin = useIsAdmin()
  const client = useQueryClient()
  const { providers: words } = texts
  const probing = useMutation({
    mutationFn: () =>
      answered(api.POST('/admin/v1/providers/{name}/test', { params: { path: { name } }, body: {} })),
  })
  const removing = useMutation({
    mutationFn: () => answered(api.DELETE('/admin/v1/providers/{name}', { params: { path: { name } } })),
    onSuccess: () => client.invalidateQueries(providersQuery),
  })
  if (!isAdmin) return null
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <button
          type="button"
          className="button"
          disabled={probing.isPending}
          onClick={() => probing.mutate()}
        >
          {probing.isPending ? words.probing : words.probe}
        </button>
        <button type="button" className="button" disabled title={words.noDrain}>
          {words.drain}
        </button>
        <button
          type="button"
          className="button button-bare button-danger ml-auto"
          disabled={removing.isPending}
          onClick={() => confirm(words.removeSure(name)) && removing.mutate()}
        >
          {words.remove}
        </button>
      </div>
      {probing.data !== undefined && <VerdictLine verdict={probing.data} />}
      {probing.error !== null && <Message tone="bad">{probing.error.message}</Message>}
      {removing.error !== null && <Message tone="bad">{removing.error.message}</Message>}
    </>
  )
}
