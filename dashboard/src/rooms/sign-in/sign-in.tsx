import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { answered, api } from '../../api/client.ts'
import { sessionQuery } from '../../api/queries.ts'
import { texts } from '../../texts.ts'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Message } from '../../ui/message.tsx'
import { Segments } from '../../ui/segments.tsx'

type Way = 'key' | 'member'

/** What is typed goes to the gateway once, for a cookie that no script can read; the page keeps nothing of it. */
export default function SignIn() {
  const client = useQueryClient()
  const [way, setWay] = useState<Way>('key')
  const [email, setEmail] = useState('')
  const [secret, setSecret] = useState('')
  const { signIn } = texts
  useEffect(() => {
    document.title = `${signIn.title} · ${texts.product}`
  }, [signIn.title])
  const entering = useMutation({
    mutationFn: async () => {
      const body = way === 'key' ? { master_key: secret.trim() } : { email: email.trim(), password: secret }
      await answered(api.POST('/admin/v1/session', { body }))
      return await answered(api.GET('/admin/v1/session')).catch(() => {
        throw new Error(signIn.notKept)
      })
    },
    onSuccess: (session) => client.setQueryData(sessionQuery.queryKey, session),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    entering.mutate()
  }
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <form onSubmit={submit} className="card flex w-full max-w-sm flex-col gap-4 p-6 shadow-raised">
        <div className="flex items-center gap-2">
          <Icon name="rose" className="size-7" />
          <h1 className="text-xl font-semibold tracking-tight">{signIn.title}</h1>
        </div>
        <Segments<Way> label={signIn.way} value={way} options={signIn.ways} onChange={setWay} />
        {way === 'member' && <EmailField email={email} onChange={setEmail} />}
        <SecretField way={way} secret={secret} onChange={setSecret} />
        {entering.error !== null && <Message tone="bad">{entering.error.message}</Message>}
        <button
          type="submit"
          className="button button-primary"
          disabled={entering.isPending || secret === ''}
        >
          {entering.isPending ? signIn.entering : signIn.enter}
        </button>
      </form>
    </main>
  )
}

function EmailField({ email, onChange }: { readonly email: string; onChange(email: string): void }) {
  return (
    <Field label={texts.signIn.email}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}

interface SecretProps {
  readonly way: Way
  readonly secret: string
  onChange(secret: string): void
}

function SecretField({ way, secret, onChange }: SecretProps) {
  const { signIn } = texts
  const isKey = way === 'key'
  return (
    <Field label={isKey ? signIn.key : signIn.password} hint={isKey ? signIn.hint : signIn.passwordHint}>
      {(ids) => (
        <input
          {...ids}
          className={`input ${isKey ? 'font-mono' : ''}`}
          type="password"
          autoComplete="current-password"
          required
          value={secret}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}
