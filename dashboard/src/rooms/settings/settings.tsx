import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answered, api } from '../../api/client.ts'
import { configDocumentQuery } from '../../api/queries.ts'
import { useIsAdmin } from '../../app/session.tsx'
import { texts } from '../../texts.ts'
import { Message } from '../../ui/message.tsx'
import { Answer } from '../../ui/notes.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { Problems } from './problems.tsx'
import { Revisions } from './revisions.tsx'
import { useCheck } from './use-check.ts'
import { YamlEditor } from './yaml-editor.tsx'

export default function Settings() {
  const asked = useQuery(configDocumentQuery)
  const { settings } = texts
  return (
    <Page title={texts.rooms.settings}>
      <div className="grid gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,1fr)]">
        <Card title={settings.document}>
          <Answer of={asked}>
            {({ document, revision }) => <Editor key={revision} document={document} />}
          </Answer>
        </Card>
        <Card title={settings.revisions}>
          <Revisions inForce={asked.data?.revision ?? null} />
        </Card>
      </div>
    </Page>
  )
}

/** The gateway's own check runs as one types; only what passes it can be put in force. */
function Editor({ document }: { readonly document: string }) {
  const [text, setText] = useState(document)
  const client = useQueryClient()
  const isAdmin = useIsAdmin()
  const check = useCheck(text)
  const { settings } = texts
  const putting = useMutation({
    mutationFn: () => answered(api.PUT('/admin/v1/config', { body: text, bodySerializer: (body) => body })),
    onSuccess: () => client.invalidateQueries(),
  })
  const isChanged = text !== document
  return (
    <>
      <YamlEditor
        label={settings.document}
        text={text}
        isReadOnly={!isAdmin}
        problems={check.problems}
        onChange={setText}
      />
      <div className="flex flex-col gap-2 border-t border-line p-4">
        <Problems check={check} />
        {putting.error !== null && <Message tone="bad">{putting.error.message}</Message>}
        {isAdmin && (
          <div className="flex flex-wrap items-center gap-2">
            <button
              type="button"
              className="button button-primary"
              disabled={!isChanged || check.state !== 'valid' || putting.isPending}
              onClick={() => putting.mutate()}
            >
              {settings.put}
            </button>
            <button type="button" className="button" disabled={!isChanged} onClick={() => setText(document)}>
              {settings.discard}
            </button>
            <span className="text-xs text-ink-3">{settings.hint}</span>
          </div>
        )}
      </div>
    </>
  )
}
