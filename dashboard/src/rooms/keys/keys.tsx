import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Schemas } from '../../api/client.ts'
import { keysQuery } from '../../api/queries.ts'
import { useIsAdmin } from '../../app/session.tsx'
import { texts } from '../../texts.ts'
import { Icon } from '../../ui/icon.tsx'
import { Answer, Empty } from '../../ui/notes.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { KeyDialog } from './key-dialog.tsx'
import { KeyTable } from './key-table.tsx'
import { SecretDialog } from './secret-dialog.tsx'

export default function Keys() {
  const asked = useQuery(keysQuery)
  const isAdmin = useIsAdmin()
  const [edited, setEdited] = useState<Schemas['Key'] | 'new' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const { keys } = texts
  return (
    <Page
      title={texts.rooms.keys}
      actions={
        isAdmin && (
          <button type="button" className="button button-primary" onClick={() => setEdited('new')}>
            <Icon name="plus" />
            {keys.create}
          </button>
        )
      }
    >
      <Card>
        <Answer of={asked}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty title={keys.none}>{keys.noneHint}</Empty>
            ) : (
              <KeyTable keys={data} onEdit={setEdited} onSecret={setSecret} />
            )
          }
        </Answer>
      </Card>
      {edited !== null && <KeyDialog edited={edited} onClose={() => setEdited(null)} onSecret={setSecret} />}
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
    </Page>
  )
}
