import { texts } from '../../texts.ts'
import { Field } from '../../ui/field.tsx'
import type { KeyDraft } from './key-draft.ts'

interface Props {
  readonly draft: KeyDraft
  onChange(changes: Partial<KeyDraft>): void
}

export function KeyFields({ draft, onChange }: Props) {
  const { fields } = texts.keys
  return (
    <>
      <Field label={fields.name}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            required
            value={draft.name}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        )}
      </Field>
      <Field label={fields.role} hint={fields.roleHint}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={draft.role}
            onChange={({ target }) => onChange({ role: target.value as KeyDraft['role'] })} // The options are roles.
          >
            <option>inference</option>
            <option>viewer</option>
            <option>admin</option>
          </select>
        )}
      </Field>
      <Field label={fields.models} hint={fields.modelsHint}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            value={draft.models}
            onChange={({ target }) => onChange({ models: target.value })}
          />
        )}
      </Field>
      <Bounds draft={draft} onChange={onChange} />
    </>
  )
}

/** How much, how much at once, and for how long. */
function Bounds({ draft, onChange }: Props) {
  const { fields } = texts.keys
  return (
    <>
      <div className="grid grid-cols-3 gap-3">
        <NumberField label={fields.rpm} value={draft.rpm} onChange={(rpm) => onChange({ rpm })} />
        <NumberField label={fields.tpm} value={draft.tpm} onChange={(tpm) => onChange({ tpm })} />
        <NumberField
          label={fields.concurrency}
          value={draft.concurrency}
          onChange={(concurrency) => onChange({ concurrency })}
        />
      </div>
      <div className="grid grid-cols-3 gap-3">
        <NumberField label={fields.usd} value={draft.usd} step="any" onChange={(usd) => onChange({ usd })} />
        <Field label={fields.window}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              value={draft.window}
              onChange={({ target }) => onChange({ window: target.value })}
            >
              {['day', 'week', 'month', 'lifetime'].map((window) => (
                <option key={window}>{window}</option>
              ))}
            </select>
          )}
        </Field>
        <Field label={fields.expires}>
          {(ids) => (
            <input
              {...ids}
              type="date"
              className="input"
              value={draft.expires}
              onChange={({ target }) => onChange({ expires: target.value })}
            />
          )}
        </Field>
      </div>
    </>
  )
}

interface NumberProps {
  readonly label: string
  readonly value: string
  readonly step?: string
  onChange(value: string): void
}

function NumberField({ label, value, step = '1', onChange }: NumberProps) {
  return (
    <Field label={label}>
      {(ids) => (
        <input
          {...ids}
          type="number"
          min="0"
          step={step}
          className="input"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}
