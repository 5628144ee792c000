import type { Dialect } from '../../src/core/dialect.ts'
import type { Provider } from '../../src/core/provider.ts'
import { DIALECTS } from '../../src/dialects/index.ts'
import { anthropic } from '../../src/providers/anthropic/index.ts'
import { gemini } from '../../src/providers/gemini.ts'
import { openaiCompatible } from '../../src/providers/openai-compatible.ts'
import type { Recording } from '../recordings.ts'
import { anthropicAnswers, chatAnswers, geminiAnswers } from '../support/recorded-answers.ts'
import { plainAnthropic } from './plain-anthropic.ts'
import { plainGemini } from './plain-gemini.ts'
import { plainOpenAI } from './plain-openai.ts'
import type { Substance } from './substance.ts'
import { syntheticChat, syntheticGemini, syntheticMessages } from './synthetic.ts'

/** One recorded answer, and how its format is read. */
export interface Case {
  readonly id: string
  readonly recording: Recording
  readonly provider: Provider
  /** Of callers who speak the same format. Null where no caller does. */
  readonly dialect: Dialect | null
  /** What the answer says, read from the recording without any code of the gateway's. */
  readonly expected: Substance
}

export function cases(): Case[] {
  return [
    ...of([...chatAnswers(), ...syntheticChat()], openaiCompatible, DIALECTS.openai, plainOpenAI),
    ...of([...anthropicAnswers(), ...syntheticMessages()], anthropic, DIALECTS.anthropic, plainAnthropic),
    ...of([...geminiAnswers(), ...syntheticGemini()], gemini, DIALECTS.gemini, plainGemini),
  ]
}

function of(
  recordings: readonly Recording[],
  provider: Provider,
  dialect: Dialect | null,
  plain: (recording: Recording) => Substance,
): Case[] {
  return recordings.map((recording) => ({
    id: recording.id,
    recording,
    provider,
    dialect,
    expected: plain(recording),
  }))
}
