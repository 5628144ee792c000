import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { texts } from '../../texts.ts'
import { Field } from '../../ui/field.tsx'
import { Card } from '../../ui/page.tsx'
import { type Draft, modelsOf } from './draft.ts'
import { Pictures } from './pictures.tsx'

interface Props {
  readonly draft: Draft
  readonly isRunning: boolean
  onChange(changes: Partial<Draft>): void
  onRun(): void
  stop(): void
}

export function PromptForm({ draft, isRunning, onChange, onRun, stop }: Props) {
  const { playground } = texts
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onRun()
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onRun()
  }
  return (
    <Card>
      <form onSubmit={submit} onKeyDown={press} className="flex flex-col gap-3 p-4">
        <Area
          label={playground.models}
          hint={playground.modelsHint}
          rows={1}
          value={draft.models}
          onChange={(models) => onChange({ models })}
        />
        <Area
          label={playground.system}
          rows={2}
          value={draft.system}
          onChange={(system) => onChange({ system })}
        />
        {draft.before.length > 0 && (
          <p className="text-xs text-ink-3">{playground.before(draft.before.length)}</p>
        )}
        <Area label={playground.user} rows={5} value={draft.user} onChange={(user) => onChange({ user })} />
        <Pictures images={draft.images} onChange={(images) => onChange({ images })} />
        <More draft={draft} onChange={onChange} />
        <div className="flex items-center gap-2">
          <button type="submit" className="button button-primary" disabled={modelsOf(draft).length === 0}>
            {playground.run}
          </button>
          {isRunning && (
            <button type="button" className="button" onClick={stop}>
              {playground.stop}
            </button>
          )}
          <span className="text-xs text-ink-3">{playground.runHint}</span>
        </div>
      </form>
    </Card>
  )
}

function More({ draft, onChange }: Pick<Props, 'draft' | 'onChange'>) {
  const [isOpen, setIsOpen] = useState(draft.tools !== '')
  const { playground } = texts
  return (
    <>
      <button
        type="button"
        className="button self-start"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        {playground.more}
      </button>
      {isOpen && (
        <>
          <div className="grid grid-cols-2 gap-3">
            <Field label={playground.temperature}>
              {(ids) => (
                <input
                  {...ids}
                  type="number"
                  step="0.1"
                  min="0"
                  max="2"
                  className="input"
                  value={draft.temperature}
                  onChange={({ target }) => onChange({ temperature: target.value })}
                />
              )}
            </Field>
            <Field label={playground.maxTokens}>
              {(ids) => (
                <input
                  {...ids}
                  type="number"
                  min="1"
                  className="input"
                  value={draft.maxTokens}
                  onChange={({ target }) => onChange({ maxTokens: target.value })}
                />
              )}
            </Field>
          </div>
          <Area
            label={playground.tools}
            hint={playground.toolsHint}
            rows={4}
            isCode
            value={draft.tools}
            onChange={(tools) => onChange({ tools })}
          />
          <Area
            label={playground.schema}
            rows={4}
            isCode
            value={draft.schema}
            onChange={(schema) => onChange({ schema })}
          />
        </>
      )}
    </>
  )
}

interface AreaProps {
  readonly label: string
  readonly hint?: string
  readonly rows: number
  readonly isCode?: boolean
  readonly value: string
  onChange(value: string): void
}

function Area({ label, hint = '', rows, isCode = false, value, onChange }: AreaProps) {
  return (
    <Field label={label} hint={hint}>
      {(ids) => (
        <textarea
          {...ids}
          rows={rows}
          spellCheck={!isCode}
          className={`input ${isCode ? 'font-mono text-xs' : ''}`}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}
