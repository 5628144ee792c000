import { expect } from 'vitest'
import { loadConfig } from './load.ts'
import { formatProblems } from './problem.ts'

export const OPTIONS = {
  env: { SECRET: 'sk-do-not-show', NOTHING: '' },
  kinds: ['openai', 'openai-compatible'],
  kindsWithoutAddress: ['openai-compatible'],
}

export const PROVIDERS = 'providers: { main: { kind: openai } }'
export const TARGETS = 'targets: [{ provider: main, model: x }]'

export function provider(fields: string, message: string): readonly [string, string] {
  return [`providers: { x: { ${fields} } }`, message]
}

export function route<Messages extends readonly string[]>(
  fields: string,
  ...messages: Messages
): readonly [string, ...Messages] {
  return [`${PROVIDERS}\nmodels: { smart: { ${fields} } }`, ...messages]
}

/** `marked` has `»` before each place that a message is about, in order. */
export function expectProblems(marked: string, messages: readonly string[]): void {
  const [first = '', ...rest] = marked.split('»')
  let before = first
  const places = rest.map((piece) => {
    const line = before.split('\n').length
    const column = before.length - before.lastIndexOf('\n')
    before += piece
    return `${line}:${column}`
  })
  expect(problemsOf(before)).toEqual(messages.map((message, index) => `${places[index]}: ${message}`))
}

export function problemsOf(text: string): readonly string[] {
  const result = loadConfig(text, OPTIONS)
  if (result.ok) return []
  return formatProblems(result.problems, 'f')
    .split('\n')
    .map((line) => line.replace(/^f: ?|^f:(?=\d)/, ''))
}
