import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { ExchangeDetail } from '../../api/client.ts'
import { exchangeQuery } from '../../api/queries.ts'
import { usePageSearch } from '../../app/search.ts'
import { useIsAdmin } from '../../app/session.tsx'
import { useTimes } from '../../app/settings.tsx'
import { isTyping } from '../../app/shortcuts.ts'
import { texts } from '../../texts.ts'
import { Badge, toneOfStatus } from '../../ui/badge.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Answer } from '../../ui/notes.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Conversation } from './conversation.tsx'
import { CostParts } from './cost-parts.tsx'
import { Decision } from './decision.tsx'
import { Facts } from './facts.tsx'
import { Raw } from './raw.tsx'
import { Waterfall } from './waterfall.tsx'

type View = 'messages' | 'raw'

export default function Trace() {
  const { id = '' } = useParams({ strict: false })
  const asked = useQuery(exchangeQuery(id))
  const [search, change] = usePageSearch()
  const navigate = useNavigate()
  const view: View = search.view === 'raw' ? 'raw' : 'messages'
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTyping(event)) return
      if (event.key === 'Escape') void navigate({ to: '/traces' })
      if (event.key === 'r') change({ view: view === 'raw' ? '' : 'raw' })
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [navigate, change, view])
  const { trace } = texts
  return (
    <Page title={trace.title} actions={<Actions id={id} />}>
      <Answer of={asked}>
        {(exchange) => (
          <>
            <Headline exchange={exchange} />
            <Facts exchange={exchange} />
            <div className="grid gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
              <div className="flex min-w-0 flex-col gap-4">
                <Card title={trace.attempts}>
                  <Waterfall exchange={exchange} />
                </Card>
                <Card
                  title={trace.content}
                  actions={
                    <Segments<View>
                      label={trace.view}
                      value={view}
                      options={trace.views}
                      onChange={(next) => change({ view: next === 'raw' ? 'raw' : '' })}
                    />
                  }
                >
                  {view === 'raw' ? <Raw exchange={exchange} /> : <Conversation exchange={exchange} />}
                </Card>
              </div>
              <div className="flex min-w-0 flex-col gap-4">
                <Card title={trace.why}>
                  <Decision decision={exchange.decision} served={exchange.target} />
                </Card>
                <Card title={trace.cost}>
                  <CostParts exchange={exchange} />
                </Card>
              </div>
            </div>
          </>
        )}
      </Answer>
    </Page>
  )
}

function Headline({ exchange }: { readonly exchange: ExchangeDetail }) {
  const times = useTimes()
  const { trace } = texts
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2">
      <Badge tone={toneOfStatus(exchange.status)}>
        {exchange.status}
        {exchange.error_code === null ? '' : ` ${exchange.error_code}`}
      </Badge>
      <strong className="font-medium text-ink">{exchange.requested_model}</strong>
      <span aria-hidden="true">→</span>
      <span>{exchange.target ?? trace.nobody}</span>
      <span className="ml-auto text-xs text-ink-3">{`${times.full(exchange.time)} ${times.zone}`}</span>
    </div>
  )
}

function Actions({ id }: { readonly id: string }) {
  const isAdmin = useIsAdmin()
  const { trace } = texts
  return (
    <>
      <Link to="/traces" className="button">
        <Icon name="back" />
        {texts.rooms.traces}
      </Link>
      {isAdmin && (
        <Link to="/playground" search={{ from: id }} className="button">
          <Icon name="play" />
          {trace.play}
        </Link>
      )}
      <CopyButton text={id} label={trace.copyId} />
    </>
  )
}
