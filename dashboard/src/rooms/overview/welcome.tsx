import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ask, type Outcome } from '../../api/ask.ts'
import { providersQuery } from '../../api/queries.ts'
import { useIsAdmin } from '../../app/session.tsx'
import { texts } from '../../texts.ts'
import { formatMs } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { Message } from '../../ui/message.tsx'
import { Empty } from '../../ui/notes.tsx'
import { Card } from '../../ui/page.tsx'
import { AddProvider } from '../providers/add-provider.tsx'
import { Snippets } from './snippets.tsx'

/** What a new gateway shows in the place of figures: a credential, a first request, a line to copy. */
export function Welcome() {
  const isAdmin = useIsAdmin()
  const { welcome } = texts.overview
  if (!isAdmin)
    return (
      <Card>
        <Empty title={welcome.title}>{welcome.text}</Empty>
      </Card>
    )
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title={welcome.first}>
        <Providers />
      </Card>
      <Card title={welcome.second}>
        <FirstRequest />
      </Card>
      <Card title={welcome.third} className="lg:col-span-2">
        <Snippets />
      </Card>
    </div>
  )
}

function Providers() {
  const [isAdding, setIsAdding] = useState(false)
  const own = (useQuery(providersQuery).data?.data ?? []).filter(({ kind }) => kind !== 'simulator')
  const { welcome } = texts.overview
  return (
    <div className="flex flex-col items-start gap-3 p-4">
      <p className="text-ink-2">
        {own.length === 0 ? welcome.noProvider : welcome.providers(own.map(({ name }) => name).join(', '))}
      </p>
      <button type="button" className="button" onClick={() => setIsAdding(true)}>
        <Icon name="plus" />
        {texts.providers.add}
      </button>
      <AddProvider isOpen={isAdding} onOpenChange={setIsAdding} />
    </div>
  )
}

function FirstRequest() {
  const client = useQueryClient()
  const [model, setModel] = useState('sim/echo')
  const { welcome } = texts.overview
  const asking = useMutation({
    mutationFn: () => ask({ model, messages: [{ role: 'user', content: welcome.hello }], max_tokens: 200 }),
    onSettled: () => client.invalidateQueries({ queryKey: ['exchanges'] }),
  })
  return (
    <div className="flex flex-col gap-3 p-4">
      <div className="flex gap-2">
        <input
          className="input"
          aria-label={welcome.model}
          value={model}
          onChange={({ target }) => setModel(target.value)}
        />
        <button
          type="button"
          className="button button-primary"
          disabled={asking.isPending}
          onClick={() => asking.mutate()}
        >
          {welcome.send}
        </button>
      </div>
      {asking.error !== null && <Message tone="bad">{asking.error.message}</Message>}
      {asking.data === undefined ? (
        <p className="text-ink-3">{welcome.sendHint}</p>
      ) : (
        <Arrived outcome={asking.data} />
      )}
    </div>
  )
}

function Arrived({ outcome }: { readonly outcome: Outcome }) {
  const { welcome } = texts.overview
  return (
    <>
      <Message tone="good">{welcome.arrived(formatMs(outcome.ms))}</Message>
      <p className="whitespace-pre-wrap">{outcome.text}</p>
      <Link to="/traces/$id" params={{ id: outcome.id }} className="text-accent underline">
        {welcome.see}
      </Link>
    </>
  )
}
