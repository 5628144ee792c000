import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { answered, api } from '../../api/client.ts'
import { sessionQuery } from '../../api/queries.ts'
import { texts } from '../../texts.ts'
import { Icon } from '../../ui/icon.tsx'

/** The key goes to the gateway once, for a cookie that no script can read; the page keeps nothing of it. */
export default function SignIn() {
  const client = useQueryClient()
  const [key, setKey] = useState('')
  const { signIn } = texts
  useEffect(() => {
    document.title = `${signIn.title} · ${texts.product}`
  }, [signIn.title])
  const entering = useMutation({
    mutationFn: async (masterKey: string) => {
      await answered(api.POST('/admin/v1/session', { body: { master_key: masterKey } }))
      return await answered(api.GET('/admin/v1/session')).catch(() => {
        throw new Error(signIn.notKept)
      })
    },
    onSuccess: (session) => client.setQueryData(sessionQuery.queryKey, session),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    entering.mutate(key.trim())
  }
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <form onSubmit={submit} className="card flex w-full max-w-sm flex-col gap-4 p-6 shadow-raised">
        <div className="flex items-center gap-2">
          <Icon name="rose" className="size-7" />
          <h1 className="text-xl font-semibold tracking-tight">{signIn.title}</h1>
        </div>
        <label className="flex flex-col gap-1.5">
          <span className="font-medium">{signIn.key}</span>
          <input
            className="input font-mono"
            type="password"
            autoComplete="current-password"
            required
            value={key}
            aria-describedby="key-hint"
            onChange={({ target }) => setKey(target.value)}
          />
        </label>
        <p id="key-hint" className="text-sm text-ink-2">
          {signIn.hint}
        </p>
        {entering.error !== null && (
          <p role="alert" className="rounded bg-bad-soft px-3 py-2 text-bad">
            {entering.error.message}
          </p>
        )}
        <button
          type="submit"
          className="button button-primary"
          disabled={entering.isPending || key.trim() === ''}
        >
          {entering.isPending ? signIn.entering : signIn.enter}
        </button>
      </form>
    </main>
  )
}
