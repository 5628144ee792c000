import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadConfig } from './load.ts'
import { OPTIONS, problemsOf } from './problems.fixture.ts'

const WORDS = [
  ...'server providers models limits m targets kind openai fallbacks keys - { } [ ] : , " &a *a !!set ? ${X} ${ 1 ~ % ?'.split(
    ' ',
  ),
  ': ',
  '- ',
  '\n',
  '\n  ',
  '\t',
]

test('size, depth and repetition have limits', () => {
  expect(problemsOf(`# ${'x'.repeat(1024 * 1024)}`)).toEqual(['the file is larger than 1 MB'])
  expect(problemsOf(`server: ${'['.repeat(33)}${']'.repeat(33)}`)).toEqual([
    '1:41: the file is nested too deeply',
  ])
  expect(problemsOf('['.repeat(1_000_000))).toEqual(['the file is nested too deeply'])
  expect(problemsOf('- '.repeat(100_000)).join()).toContain('the file is nested too deeply')
  expect(problemsOf('server: &a [*a]')).toEqual(['1:13: the file is nested too deeply'])
  const doubling = Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`)
  expect(problemsOf(['a0: &a0 [x]', ...doubling].join('\n')).join()).toContain(
    'the file holds more than 50000 values, aliases written out',
  )
})

test('a file of nothing but mistakes is told all of them, and the first hundred get a suggestion', () => {
  const providers = Array.from({ length: 500 }, (_, n) => `  name${n}: { kind: openai }`)
  const targets = Array.from({ length: 500 }, (_, n) => `  - { provider: nume${n}, model: x }`)
  const wrong = problemsOf(
    ['providers:', ...providers, 'models:', ' m:', '  targets:', ...targets].join('\n'),
  )
  expect(wrong).toHaveLength(500)
  expect(wrong.filter((problem) => problem.includes('did you mean'))).toHaveLength(100)
})

test('nothing makes it throw', () => {
  const word = fc.constantFrom(...WORDS)
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(word).map((words) => words.join('')),
    fc.json(),
    fc.object({ key: word, values: [word, fc.anything()] }).map((value) => String(JSON.stringify(value))),
  )
  fc.assert(
    fc.property(text, (source) => {
      const result = loadConfig(source, OPTIONS)
      if (!result.ok) expect(result.problems.length).toBeGreaterThan(0)
    }),
    { numRuns: 200 },
  )
})
