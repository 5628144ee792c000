import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ExchangeDetail } from '../../api/client.ts'
import { exchangeQuery } from '../../api/queries.ts'
import { usePageSearch } from '../../app/search.ts'
import { texts } from '../../texts.ts'
import { ErrorNote, Loading } from '../../ui/notes.tsx'
import { Page } from '../../ui/page.tsx'
import { Answers } from './answers.tsx'
import { type Draft, draftOfRequest, EMPTY_DRAFT } from './draft.ts'
import { PromptForm } from './prompt-form.tsx'
import { useRuns } from './use-runs.ts'

/** One prompt, several models side by side. `?from=` names a trace to begin with. */
export default function Playground() {
  const [search] = usePageSearch()
  return (
    <Page title={texts.rooms.playground}>
      {search.from === undefined ? <Table initial={EMPTY_DRAFT} /> : <FromTrace id={search.from} />}
    </Page>
  )
}

function FromTrace({ id }: { readonly id: string }) {
  const asked = useQuery(exchangeQuery(id))
  if (asked.error !== null) return <ErrorNote error={asked.error} />
  if (asked.data === undefined) return <Loading />
  return <Table initial={draftOfTrace(asked.data)} />
}

function draftOfTrace({ request, requested_model }: ExchangeDetail): Draft {
  return draftOfRequest(request, requested_model)
}

function Table({ initial }: { readonly initial: Draft }) {
  const [draft, setDraft] = useState(initial)
  const { runs, start, stop, isRunning } = useRuns()
  useEffect(() => stop, [stop])
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <PromptForm
        {...{ draft, isRunning, stop }}
        onChange={(changes) => setDraft({ ...draft, ...changes })}
        onRun={() => start(draft)}
      />
      <Answers runs={runs} />
    </div>
  )
}
