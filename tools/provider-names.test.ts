import { expect, test } from 'vitest'
import { findProviderNames } from './provider-names.ts'

const KINDS = ['openai', 'gemini']

function uses(path: string, text: string): readonly string[] {
  return findProviderNames([{ path, text }], KINDS).filter((line) => line.startsWith(path))
}

test('code that asks for a provider by name is found with its line', () => {
  const text = "const a = 1\nif (provider.kind === 'gemini') return"
  expect(uses('src/gateway/serve.ts', text)).toEqual([
    "src/gateway/serve.ts:2 names the provider 'gemini'; only src/providers may",
  ])
})

test('a provider itself, a test, a comment and a longer word are free to', () => {
  expect(uses('src/providers/gemini.ts', "kind: 'gemini'")).toEqual([])
  expect(uses('src/gateway/serve.test.ts', "kind: 'gemini'")).toEqual([])
  expect(
    uses(
      'src/gateway/serve.ts',
      "// As `openai` does.\nimport { x } from './openai'\nconst y = 'openai-chat'",
    ),
  ).toEqual([])
})

test('an exception that is no longer needed must go', () => {
  expect(findProviderNames([], KINDS)).toContain(
    'src/core/request.ts names no provider any more; remove it from tools/provider-names.ts',
  )
})
