import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { providersQuery, targetsQuery } from '../../api/queries.ts'
import { useIsAdmin } from '../../app/session.tsx'
import { texts } from '../../texts.ts'
import { Icon } from '../../ui/icon.tsx'
import { Answer, Empty } from '../../ui/notes.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { AddProvider } from './add-provider.tsx'
import { ProviderCard } from './provider-card.tsx'
import { TargetTable } from './target-table.tsx'

export default function Providers() {
  const providers = useQuery(providersQuery)
  const targets = useQuery(targetsQuery)
  const [isAdding, setIsAdding] = useState(false)
  const isAdmin = useIsAdmin()
  const { providers: words } = texts
  return (
    <Page
      title={texts.rooms.providers}
      actions={
        isAdmin && (
          <button type="button" className="button button-primary" onClick={() => setIsAdding(true)}>
            <Icon name="plus" />
            {words.add}
          </button>
        )
      }
    >
      <AddProvider isOpen={isAdding} onOpenChange={setIsAdding} />
      <Answer of={providers}>
        {({ data }) =>
          data.length === 0 ? (
            <Card>
              <Empty title={words.none}>{words.noneHint}</Empty>
            </Card>
          ) : (
            <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
              {data.map((provider) => (
                <ProviderCard key={provider.name} provider={provider} />
              ))}
            </div>
          )
        }
      </Answer>
      <Card title={words.targets}>
        <Answer of={targets}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty title={words.noTargets}>{words.noTargetsHint}</Empty>
            ) : (
              <TargetTable targets={data} />
            )
          }
        </Answer>
      </Card>
    </Page>
  )
}
