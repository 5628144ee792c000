import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { keysQuery, providersQuery } from '../../api/queries.ts'
import type { Search } from '../../app/router.tsx'
import { isTyping } from '../../app/shortcuts.ts'
import { texts } from '../../texts.ts'
import { Icon } from '../../ui/icon.tsx'

interface Props {
  readonly search: Search
  onChange(changes: Search): void
}

const { filters } = texts.traces
const TYPED = [
  ['model', filters.model],
  ['user', filters.user],
  ['session', filters.session],
  ['tag', filters.tag],
  ['status', filters.status],
  ['error_code', filters.errorCode],
  ['min_cost', filters.minCost],
] as const

export function TraceFilters({ search, onChange }: Props) {
  const providers = useQuery(providersQuery).data?.data ?? []
  const keys = useQuery(keysQuery).data?.data ?? []
  const [isMore, setIsMore] = useState(TYPED.some(([name]) => search[name] !== undefined))
  const hasAny = Object.keys(search).some((name) => name !== 'live')
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField value={search.q ?? ''} onSearch={(q) => onChange({ q })} />
        <Choice
          label={filters.within}
          value={search.within}
          options={filters.withins}
          onChoose={(within) => onChange({ within })}
        />
        <Choice
          label={filters.provider}
          value={search.provider}
          options={providers.map(({ name }) => [name, name])}
          onChoose={(provider) => onChange({ provider })}
        />
        <Choice
          label={filters.key}
          value={search.key_id}
          options={[['master', filters.masterKey], ...keys.map(({ id, name }) => [id, name] as const)]}
          onChoose={(key_id) => onChange({ key_id })}
        />
        <button type="button" className="button" aria-expanded={isMore} onClick={() => setIsMore(!isMore)}>
          {filters.more}
        </button>
        {hasAny && (
          <button
            type="button"
            className="button button-bare"
            onClick={() => onChange(Object.fromEntries(Object.keys(search).map((name) => [name, ''])))}
          >
            {filters.clear}
          </button>
        )}
      </div>
      {isMore && (
        <div className="flex flex-wrap gap-2">
          {TYPED.map(([name, label]) => (
            <Typed
              key={name}
              label={label}
              value={search[name] ?? ''}
              onEnter={(value) => onChange({ [name]: value })}
            />
          ))}
        </div>
      )}
    </div>
  )
}

function SearchField({ value, onSearch }: { readonly value: string; onSearch(words: string): void }) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event)) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSearch(input.current?.value.trim() ?? '')
  }
  return (
    <form role="search" onSubmit={submit} className="relative min-w-56 grow sm:max-w-sm">
      <Icon name="search" className="absolute top-2 left-2.5 size-4 text-ink-3" />
      <input
        key={value}
        ref={input}
        type="search"
        className="input !pl-8"
        aria-label={filters.words}
        placeholder={filters.wordsHint}
        defaultValue={value}
      />
    </form>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string | undefined
  readonly options: readonly (readonly [value: string, label: string])[]
  onChoose(value: string): void
}

function Choice({ label, value = '', options, onChoose }: ChoiceProps) {
  return (
    <select
      className="input !w-auto max-w-48"
      aria-label={label}
      value={value}
      onChange={({ target }) => onChoose(target.value)}
    >
      <option value="">{label}</option>
      {options.map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </select>
  )
}

function Typed({
  label,
  value,
  onEnter,
}: {
  readonly label: string
  readonly value: string
  onEnter(value: string): void
}) {
  return (
    <label className="flex flex-col gap-0.5 text-xs text-ink-3">
      {label}
      <input
        key={value}
        className="input !w-36 text-base"
        defaultValue={value}
        onBlur={({ target }) => target.value !== value && onEnter(target.value.trim())}
        onKeyDown={(event) => event.key === 'Enter' && onEnter(event.currentTarget.value.trim())}
      />
    </label>
  )
}
