import type { Schemas } from '../../api/client.ts'
import { texts } from '../../texts.ts'
import type { Tone } from '../../ui/badge.tsx'
import { formatMs } from '../../ui/format.ts'
import { Message } from '../../ui/message.tsx'

type Verdict = Schemas['CredentialVerdict']

const TONES: Readonly<Record<Verdict['verdict'], Tone>> = {
  works: 'good',
  limited: 'warn',
  refused: 'bad',
  unreachable: 'bad',
  failed: 'bad',
}

/** Whether a credential works, in one sentence, and what the provider said where it does not. */
export function VerdictLine({ verdict }: { readonly verdict: Verdict }) {
  const { verdicts } = texts.providers
  return (
    <Message tone={TONES[verdict.verdict]}>
      {verdicts[verdict.verdict](verdict.model, formatMs(verdict.ms))}
      {verdict.message !== null && ` ${verdict.message}`}
    </Message>
  )
}
