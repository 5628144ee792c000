import { type Recording, recordings } from '../recordings.ts'

/** Recorded answers of status 200, by the format they are in: some providers speak several, and many speak one. */

export function chatAnswers(): Recording[] {
  return answers(isChat)
}

export function anthropicAnswers(): Recording[] {
  return answers(isMessage)
}

export function geminiAnswers(): Recording[] {
  return answers(isGemini)
}

export function responsesAnswers(): Recording[] {
  return answers(isResponse)
}

/** Of the legacy completions endpoint there are recordings too, under another path or name. */
function isChat({ body, frames, path }: Recording): boolean {
  if (path !== null && !path.includes('chat/completions')) return false
  if (body !== null) return Array.isArray(body.choices) && body.object !== 'text_completion'
  return frames?.some(({ data }) => data.includes('"choices"')) === true
}

function isResponse({ body, frames }: Recording): boolean {
  if (body !== null) return body.object === 'response' && Array.isArray(body.output)
  return frames?.some(({ event }) => event === 'response.created') === true
}

function isMessage({ body, frames }: Recording): boolean {
  if (body !== null) return body.type === 'message'
  return frames?.some(({ event }) => event === 'message_start') === true
}

/** Frames of the Live API look much alike. */
function isGemini({ id, provider, body, frames }: Recording): boolean {
  if (!provider.includes('gemini') || id.includes('live-speech')) return false
  if (body !== null) return 'candidates' in body || 'promptFeedback' in body
  return /candidates|promptFeedback/.test(frames?.[0]?.data ?? '')
}

function answers(isOfFormat: (recording: Recording) => boolean): Recording[] {
  return recordings(() => true).filter((recording) => recording.status === 200 && isOfFormat(recording))
}
