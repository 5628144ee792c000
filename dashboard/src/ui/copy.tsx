import { useState } from 'react'
import { texts } from '../texts.ts'
import { Icon } from './icon.tsx'

const SHOWN_MS = 1_500

export function CopyButton({
  text,
  label = texts.common.copy,
}: {
  readonly text: string
  readonly label?: string
}) {
  const [isCopied, setIsCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setIsCopied(true)
    setTimeout(() => setIsCopied(false), SHOWN_MS)
  }
  return (
    <button type="button" className="button" onClick={() => void copy()}>
      <Icon name={isCopied ? 'check' : 'copy'} />
      <span aria-live="polite">{isCopied ? texts.common.copied : label}</span>
    </button>
  )
}
