import { texts } from '../../texts.ts'
import { Message } from '../../ui/message.tsx'
import type { Check } from './use-check.ts'

export function Problems({ check: { state, problems } }: { readonly check: Check }) {
  const { settings } = texts
  if (state === 'valid') return <Message tone="good">{settings.valid}</Message>
  if (state === 'failed') return <Message tone="warn">{settings.notChecked}</Message>
  if (problems.length === 0) return <Message tone="plain">{settings.checking}</Message>
  return (
    <ul role="alert" className="flex flex-col gap-1 rounded bg-bad-soft px-3 py-2 text-bad">
      {problems.map(({ path, line, column, message, suggestion }) => (
        <li key={`${path} ${line} ${column} ${message}`}>
          {line !== null && <strong className="font-medium">{settings.place(line, column ?? 1)} </strong>}
          {path !== '' && `${path}: `}
          {message}
          {suggestion !== null && ` ${settings.suggestion(suggestion)}`}
        </li>
      ))}
    </ul>
  )
}
