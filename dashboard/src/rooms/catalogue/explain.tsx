import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { answered, api } from '../../api/client.ts'
import { texts } from '../../texts.ts'
import { Field } from '../../ui/field.tsx'
import { Message } from '../../ui/message.tsx'
import { Card } from '../../ui/page.tsx'
import { Decision } from '../traces/decision.tsx'

const SAMPLE = JSON.stringify({ model: 'sim/echo', messages: [{ role: 'user', content: 'Ahoy' }] }, null, 2)

/** Where a request would go, and why, without sending it. */
export function Explain() {
  const [body, setBody] = useState(SAMPLE)
  const { explain } = texts
  const asking = useMutation({
    mutationFn: async (text: string) => {
      const parsed = JSON.parse(text) as Record<string, unknown> // The gateway says so where it is no object.
      return await answered(api.POST('/admin/v1/route/explain', { body: parsed }))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    asking.mutate(body)
  }
  return (
    <Card title={explain.title}>
      <form onSubmit={submit} className="flex flex-col gap-3 p-4">
        <Field label={explain.request} hint={explain.hint}>
          {(ids) => (
            <textarea
              {...ids}
              className="input font-mono text-xs"
              rows={7}
              spellCheck={false}
              value={body}
              onChange={({ target }) => setBody(target.value)}
            />
          )}
        </Field>
        <button type="submit" className="button self-start" disabled={asking.isPending}>
          {explain.ask}
        </button>
        {asking.error !== null && <Message tone="bad">{asking.error.message}</Message>}
        {asking.data?.message != null && <Message tone="warn">{asking.data.message}</Message>}
      </form>
      {asking.data !== undefined && (
        <div className="border-t border-line">
          <Decision decision={asking.data.decision} served={null} />
        </div>
      )}
    </Card>
  )
}
