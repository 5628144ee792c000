import { type ReactNode, useId } from 'react'

interface Props {
  readonly label: string
  readonly hint?: string
  /** Gets the ids that tie the label and the hint to the field. */
  readonly children: (ids: { readonly id: string; readonly 'aria-describedby': string }) => ReactNode
}

export function Field({ label, hint = '', children }: Props) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': `${id}-hint` })}
      <p id={`${id}-hint`} className="text-xs text-ink-3">
        {hint}
      </p>
    </div>
  )
}
