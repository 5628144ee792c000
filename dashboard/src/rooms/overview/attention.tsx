import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Schemas } from '../../api/client.ts'
import { attentionQuery } from '../../api/queries.ts'
import { useTimes } from '../../app/settings.tsx'
import { texts } from '../../texts.ts'
import { formatShare } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { Card } from '../../ui/page.tsx'

type Item = Schemas['Attention']['items'][number]

const SHOWN_MAX = 8

/** What somebody should look at now. Nothing at all where nothing is wrong. */
export function Attention() {
  const items = useQuery(attentionQuery).data?.items ?? []
  const times = useTimes()
  const { attention } = texts.overview
  if (items.length === 0) return null
  return (
    <Card title={attention.title}>
      <ul className="divide-y divide-line">
        {items.slice(0, SHOWN_MAX).map((item) => (
          <li key={`${item.kind} ${item.subject}`} className="flex flex-wrap items-center gap-x-3 px-4 py-2">
            <span className={item.severity === 'bad' ? 'text-bad' : 'text-warn'}>
              <Icon name="warning" />
            </span>
            <Link to={item.key_id === null ? '/providers' : '/keys'} className="font-medium hover:underline">
              {item.subject}
            </Link>
            <span className="text-ink-2">{sentence(item, times.moment)}</span>
          </li>
        ))}
      </ul>
      {items.length > SHOWN_MAX && (
        <p className="border-t border-line px-4 py-2 text-xs text-ink-3">
          {attention.others(items.length - SHOWN_MAX)}
        </p>
      )}
    </Card>
  )
}

function sentence({ kind, until, share }: Item, moment: (time: string) => string): string {
  return texts.overview.attention.sentences[kind](until === null ? null : moment(until), formatShare(share))
}
