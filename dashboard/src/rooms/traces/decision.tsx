import type { Exchange } from '../../api/client.ts'
import { texts } from '../../texts.ts'
import { Badge } from '../../ui/badge.tsx'
import { Empty } from '../../ui/notes.tsx'

export type DecisionShown = NonNullable<Exchange['decision']>
type Candidate = DecisionShown['candidates'][number]

interface Props {
  readonly decision: DecisionShown | null
  /** Where the answer came from in the end. */
  readonly served: string | null
}

/** Why it went there: every candidate in order, what its score is made of, and what removed the others. */
export function Decision({ decision, served }: Props) {
  const { decision: words } = texts.trace
  if (decision === null) return <Empty title={words.none}>{words.noneHint}</Empty>
  const ordered = decision.candidates.toSorted(
    (one, other) => (one.score ?? Number.POSITIVE_INFINITY) - (other.score ?? Number.POSITIVE_INFINITY),
  )
  return (
    <div className="flex flex-col">
      {decision.auto !== undefined && (
        <p className="border-b border-line px-4 py-2 text-ink-2">
          {words.auto(decision.auto.task, decision.auto.tier, decision.auto.strength)}
        </p>
      )}
      <ol className="divide-y divide-line">
        {ordered.map((candidate) => (
          <li key={candidate.target} className="flex flex-col gap-1 px-4 py-2">
            <CandidateLine {...{ candidate, decision, served }} />
            <Parts parts={candidate.parts} />
          </li>
        ))}
      </ol>
      <p className="border-t border-line px-4 py-2 text-xs break-words text-ink-3">
        {words.replay(decision.id, decision.seed, decision.revision.slice(0, 12))}
      </p>
    </div>
  )
}

function CandidateLine({ candidate, decision, served }: Props & { readonly candidate: Candidate }) {
  const { decision: words } = texts.trace
  const isOut = candidate.removed_by !== null
  return (
    <div className="flex flex-wrap items-baseline gap-x-2">
      <span className={isOut ? 'text-ink-3 line-through' : 'font-medium'}>{candidate.target}</span>
      {candidate.target === decision?.target && <Badge tone="accent">{words.first}</Badge>}
      {candidate.target === served && <Badge tone="good">{words.served}</Badge>}
      {isOut ? (
        <span className="ml-auto">
          <Badge tone="warn">{words.removed[candidate.removed_by ?? ''] ?? candidate.removed_by}</Badge>
        </span>
      ) : (
        <span className="ml-auto text-ink-2">{words.score(score(candidate.score))}</span>
      )}
    </div>
  )
}

/** A score is a sum of these; the widest bar is the part that counts most against it. */
function Parts({ parts }: { readonly parts: Candidate['parts'] }) {
  const named = Object.entries(parts)
  if (named.length === 0) return null
  const most = Math.max(...named.map(([, value]) => Math.abs(value)), Number.EPSILON)
  return (
    <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-2 gap-y-0.5 text-xs text-ink-2">
      {named.map(([name, value]) => (
        <div key={name} className="contents">
          <dt>{name}</dt>
          <dd aria-hidden="true">
            <svg viewBox="0 0 100 4" preserveAspectRatio="none" className="h-1 w-full">
              <rect
                width={(Math.abs(value) / most) * 100}
                height="4"
                rx="1"
                fill="var(--series-1)"
                opacity="0.7"
              />
            </svg>
          </dd>
          <dd className="text-right">{score(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

function score(value: number | null): string {
  if (value === null) return ''
  return Number.isInteger(value) ? String(value) : value.toPrecision(3)
}
