import { describe, expect, test } from 'vitest'
import { loadForThisBuild, simulatorProvider } from '../../src/cli/configuration.ts'
import { PROVIDERS } from '../../src/providers/index.ts'
import { blocksOf, PAGES, placeOf } from './pages.ts'

const BLOCKS = PAGES.flatMap(blocksOf)

const inLanguage = (language: string) =>
  BLOCKS.filter((block) => block.language === language).map((block) => ({ place: placeOf(block), ...block }))

test('every block names its language', () => {
  expect(BLOCKS.filter(({ language }) => language === '').map(placeOf)).toEqual([])
  expect(new Set(BLOCKS.map(({ language }) => language))).toEqual(
    new Set(['sh', 'ts', 'yaml', 'json', 'text']),
  )
})

describe('a configuration in the documentation can be used as it is', () => {
  test.each(inLanguage('yaml'))('$place', ({ text }) => {
    const result = loadForThisBuild(text, environmentFor(text), simulatorProvider('http://127.0.0.1:1'))
    expect(result).toMatchObject({ ok: true })
  })
})

describe('JSON in the documentation is JSON', () => {
  test.each(inLanguage('json'))('$place', ({ text }) => {
    expect(() => JSON.parse(text)).not.toThrow()
  })
})

/** Every provider's variable, and whatever the text asks for. */
function environmentFor(text: string): Record<string, string> {
  const asked = [...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name)
  const usual = PROVIDERS.flatMap(({ apiKeyEnv }) => apiKeyEnv ?? [])
  return Object.fromEntries([...asked, ...usual].map((name) => [name, 'sk-an-example']))
}
