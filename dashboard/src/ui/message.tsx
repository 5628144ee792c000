import type { ReactNode } from 'react'
import type { Tone } from './badge.tsx'

const TONES: Readonly<Record<Tone, string>> = {
  plain: 'bg-sunk text-ink-2',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  accent: 'bg-accent-soft text-ink',
}

/** What came of something that a person did; read out as soon as it is there. */
export function Message({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <p role={tone === 'bad' ? 'alert' : 'status'} className={`rounded px-3 py-2 break-words ${TONES[tone]}`}>
      {children}
    </p>
  )
}
