import { Link } from '@tanstack/react-router'
import { texts } from '../../texts.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { formatCount, formatMs, formatUsd } from '../../ui/format.ts'
import { Message } from '../../ui/message.tsx'
import { Empty } from '../../ui/notes.tsx'
import { Card } from '../../ui/page.tsx'
import type { Run } from './use-runs.ts'

const TONES: Readonly<Record<Run['state'], Tone>> = {
  running: 'accent',
  done: 'good',
  failed: 'bad',
  stopped: 'plain',
}

export function Answers({ runs }: { readonly runs: readonly Run[] }) {
  const { playground } = texts
  if (runs.length === 0)
    return (
      <Card>
        <Empty title={playground.none}>{playground.noneHint}</Empty>
      </Card>
    )
  return (
    <div className="grid content-start items-start gap-4 md:grid-cols-2">
      {runs.map((run) => (
        <Card
          key={run.model}
          title={run.model}
          actions={<Badge tone={TONES[run.state]}>{playground.states[run.state]}</Badge>}
        >
          <AnswerView run={run} />
        </Card>
      ))}
    </div>
  )
}

function AnswerView({ run: { outcome, error } }: { readonly run: Run }) {
  const { playground } = texts
  return (
    <div className="flex flex-col gap-3 p-4">
      {error !== null && <Message tone="bad">{error}</Message>}
      {outcome !== null && (
        <>
          {outcome.reasoning !== '' && (
            <details className="border-l-2 border-line-strong pl-3 text-ink-2">
              <summary className="text-xs">{texts.trace.reasoning}</summary>
              <p className="whitespace-pre-wrap">{outcome.reasoning}</p>
            </details>
          )}
          <p className="break-words whitespace-pre-wrap">{outcome.text}</p>
          {outcome.calls.map(({ name, input }, index) => (
            <pre key={`${name} ${index}`} tabIndex={0} className="code">
              {`${name}(${input})`}
            </pre>
          ))}
          <div className="flex flex-wrap gap-x-3 border-t border-line pt-2 text-xs text-ink-2">
            <span>{formatUsd(outcome.cost)}</span>
            <span>{playground.time(formatMs(outcome.ttftMs), formatMs(outcome.ms))}</span>
            {outcome.tokens !== null && (
              <span>
                {playground.tokens(formatCount(outcome.tokens.input), formatCount(outcome.tokens.output))}
              </span>
            )}
            {outcome.id !== '' && (
              <Link to="/traces/$id" params={{ id: outcome.id }} className="ml-auto text-accent underline">
                {playground.trace}
              </Link>
            )}
          </div>
        </>
      )}
    </div>
  )
}
