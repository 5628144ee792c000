interface Props<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly (readonly [value: Value, label: string])[]
  onChange(value: Value): void
}

/** One of a few, all in sight. */
export function Segments<Value extends string>({ label, value, options, onChange }: Props<Value>) {
  return (
    <fieldset className="flex rounded-[5px] border border-line bg-sheet p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map(([each, text]) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === value}
          onClick={() => onChange(each)}
          className={`rounded-[3px] px-2 py-0.5 text-sm ${each === value ? 'bg-accent-soft font-medium' : 'text-ink-2 hover:text-ink'}`}
        >
          {text}
        </button>
      ))}
    </fieldset>
  )
}
