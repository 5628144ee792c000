import { createHmac } from 'node:crypto'

/**
 * Stands in for what providers sign or encrypt. A signature depends on what it covers, so one that was altered, made
 * up, or moved to another text is told from one that was issued, without keeping any.
 */
export function sign(seed: number, subject: string): string {
  const key = createHmac('sha512', `simulator ${seed}`)
  return key.update(subject).digest('base64')
}

/** What a signature on a reasoning text covers. */
export function reasoningSubject(text: string): string {
  return `reasoning ${text}`
}

/** What a signature on a tool call covers. The arguments are parsed JSON, so white space does not matter. */
export function toolCallSubject(name: string, args: unknown): string {
  return `call ${name} ${JSON.stringify(args)}`
}

/** Gemini signs plain text too, on a part that may be empty, so the signature cannot cover the words. */
export const TEXT_SUBJECT = 'text'
