import { useQuery } from '@tanstack/react-query'
import type { Schemas } from '../../api/client.ts'
import { attentionQuery } from '../../api/queries.ts'
import { useTimes } from '../../app/settings.tsx'
import { texts } from '../../texts.ts'
import { formatCount, formatUsd } from '../../ui/format.ts'
import { Answer, Empty } from '../../ui/notes.tsx'

type Budget = Schemas['Attention']['budgets'][number]

/** What is spent of each budget, and where it will be when it renews. */
export function Budgets() {
  const asked = useQuery(attentionQuery)
  const { budgets: words } = texts.overview
  return (
    <Answer of={asked}>
      {({ budgets }) =>
        budgets.length === 0 ? (
          <Empty title={words.none}>{words.noneHint}</Empty>
        ) : (
          <ul className="divide-y divide-line">
            {budgets.map((budget) => (
              <li key={`${budget.key_id} ${budget.unit} ${budget.window}`}>
                <BudgetLine budget={budget} />
              </li>
            ))}
          </ul>
        )
      }
    </Answer>
  )
}

function BudgetLine({ budget }: { readonly budget: Budget }) {
  const { budgets: words } = texts.overview
  const times = useTimes()
  const amount = (value: number) =>
    budget.unit === 'usd' ? formatUsd(value) : `${formatCount(value)} ${budget.unit}`
  const isSpent = budget.spent >= budget.limit
  const isAhead = budget.exhausted_at !== null
  return (
    <div className="flex flex-col gap-1 px-4 py-2">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium">{budget.key_name}</span>
        <span className="text-xs text-ink-3">
          {words.windows[budget.window] ?? words.rolling(budget.window)}
        </span>
        <span className="ml-auto">{words.spentOf(amount(budget.spent), amount(budget.limit))}</span>
      </div>
      <Bar budget={budget} color={isSpent ? '--bad' : isAhead ? '--warn' : '--series-1'} />
      <p className={`text-xs ${isSpent ? 'text-bad' : isAhead ? 'text-warn' : 'text-ink-3'}`}>
        {isSpent
          ? words.spent
          : budget.exhausted_at !== null
            ? words.exhausted(times.moment(budget.exhausted_at))
            : budget.expected === null
              ? words.noPace
              : words.expected(amount(budget.expected))}
      </p>
    </div>
  )
}

/** Solid for what is spent, pale for what is expected. */
function Bar({ budget, color }: { readonly budget: Budget; readonly color: string }) {
  const at = (value: number) => (budget.limit === 0 ? 100 : Math.min(100, (value / budget.limit) * 100))
  return (
    <svg
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      className="h-1.5 w-full rounded-sm"
      aria-hidden="true"
    >
      <rect width="100" height="6" fill="var(--sunk)" />
      <rect width={at(budget.expected ?? budget.spent)} height="6" fill={`var(${color})`} opacity="0.3" />
      <rect width={at(budget.spent)} height="6" fill={`var(${color})`} />
    </svg>
  )
}
