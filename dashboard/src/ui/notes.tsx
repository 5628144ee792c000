import type { ReactNode } from 'react'
import { texts } from '../texts.ts'
import { Icon } from './icon.tsx'

/** What is shown where there is nothing to show: why, and what to do. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-10 text-center">
      <Icon name="compass" className="size-6 text-ink-3" />
      <p className="font-medium">{title}</p>
      {children !== undefined && <div className="max-w-prose text-ink-2">{children}</div>}
    </div>
  )
}

export function ErrorNote({ error, onRetry }: { readonly error: Error; readonly onRetry?: () => void }) {
  return (
    <div
      role="alert"
      className="m-4 flex flex-wrap items-center gap-3 rounded-md bg-bad-soft px-4 py-3 text-bad"
    >
      <Icon name="warning" />
      <span className="min-w-0 grow">{error.message}</span>
      {onRetry !== undefined && (
        <button type="button" className="button" onClick={onRetry}>
          {texts.common.retry}
        </button>
      )}
    </div>
  )
}

export function Loading({ rows = 4 }: { readonly rows?: number }) {
  return (
    <div role="status" className="flex flex-col gap-3 p-4">
      <span className="sr-only">{texts.common.loading}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skeleton h-5" />
      ))}
    </div>
  )
}

interface Asked<Data> {
  readonly data: Data | undefined
  readonly error: Error | null
  refetch(): unknown
}

/** One of three: what was asked for, that it is on its way, or why it did not come. */
export function Answer<Data>({
  of,
  children,
}: {
  readonly of: Asked<Data>
  readonly children: (data: Data) => ReactNode
}) {
  if (of.data !== undefined) return children(of.data)
  if (of.error !== null) return <ErrorNote error={of.error} onRetry={() => void of.refetch()} />
  return <Loading />
}
