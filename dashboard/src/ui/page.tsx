import { type ReactNode, useEffect } from 'react'
import { texts } from '../texts.ts'

interface Props {
  readonly title: string
  /** To the right of the title. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function Page({ title, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · ${texts.product}`
  }, [title])
  return (
    <div className="mx-auto flex max-w-[92rem] flex-col gap-4 px-4 pt-3 pb-8 lg:px-6">
      <div className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="mr-auto text-xl font-semibold tracking-tight">{title}</h1>
        {actions}
      </div>
      {children}
    </div>
  )
}

interface CardProps {
  readonly title?: string
  readonly actions?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

export function Card({ title, actions, className = '', children }: CardProps) {
  return (
    <section
      className={`card min-w-0 ${className}`}
      {...(title === undefined ? {} : { 'aria-label': title })}
    >
      {title !== undefined && (
        <div className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-4 py-1.5">
          <h2 className="mr-auto font-medium">{title}</h2>
          {actions}
        </div>
      )}
      {children}
    </section>
  )
}
