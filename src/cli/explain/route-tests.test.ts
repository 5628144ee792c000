import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Outcome, runWith, temporaryFolder } from '../run.fixture.ts'

const CONFIG = `
providers:
  a: { kind: openai-compatible, base_url: "http://127.0.0.1:1/v1" }
  b: { kind: openai-compatible, base_url: "http://127.0.0.1:2/v1", keys: [ { value: sk-one-key }, { value: sk-other-key } ] }
models:
  smart: { targets: [ { provider: a, model: one }, { provider: b, model: two } ], strategy: order }
  drawn: { targets: [ { provider: a, model: one }, { provider: b, model: two } ], strategy: weighted }
budgets: [ { scope: key, usd: 5 } ]
`

async function run(tests: string, more: readonly string[] = []): Promise<Outcome> {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'portolan.yaml'), CONFIG)
  writeFileSync(join(folder.path, 't.yaml'), tests)
  return await runWith(['explain', '--test', 't.yaml', ...more], { cwd: folder.path })
}

const one = (test: string) => run(`tests:\n  - { name: it, ${test} }\n`)

test('the examples hold', async () => {
  const file = fileURLToPath(new URL('../../../examples/routes.test.yaml', import.meta.url))
  const { code, out } = await runWith(['explain', '--test', file])
  expect(out).not.toContain('FAIL')
  expect(out).toMatch(/\n6 tests: 6 ok, 0 failed\.\n$/)
  expect(code).toBe(0)
})

test('a line for each test, the differences below it, and a summary', async () => {
  const tests = `
tests:
  - { name: right, model: smart, expect: { target: a/one } }
  - { name: wrong, model: smart, expect: { target: b/two, provider: b, model: two } }
`
  expect(await run(tests)).toEqual({
    code: 1,
    out: `ok    right
FAIL  wrong
      target: expected b/two, got a/one
      provider: expected b, got a
      model: expected two, got one
2 tests: 1 ok, 1 failed.
`,
    err: '',
  })
  const { code, out } = await run(tests, ['--json'])
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({
    ok: false,
    passed: 1,
    failed: 1,
    tests: [{ ok: true }, { ok: false }],
  })
})

test.each<[string, string]>([
  ['a whole order, credentials and all', 'model: smart, expect: { order: [a/one, b/two, b/two] }'],
  ['one credential by its id', 'model: smart, health: { "b/two#1": full }, expect: { not: ["b/two#1"] }'],
  ['an open breaker', 'model: smart, health: { a/one: open }, expect: { removed: { a/one: breaker-open } }'],
  [
    'a full target, with all its credentials',
    'model: smart, health: { b/two: full }, expect: { order: [a/one] }',
  ],
  [
    'a refused one, and its neighbour that is not',
    'model: b/other, health: { b/other: refused }, expect: { removed: { b/other: credential-refused } }',
  ],
  [
    'a limit that all have reached',
    'model: a/one, health: { a/one: full }, expect: { error: provider_rate_limited }',
  ],
  ['a model that is not there', 'model: none-such, expect: { error: model_not_found }'],
  ['a pin of a header', 'model: smart, headers: { X-Portolan-Pin: b/two }, expect: { provider: b }'],
  ['a seed that is a number', 'model: drawn, headers: { x-portolan-seed: 3 }, expect: { not: [nobody] }'],
  ['a key of its own models', 'model: smart, key: { models: ["dr*"] }, expect: { error: permission_denied }'],
  [
    'what the configuration says of all keys, and so not of the master key',
    'model: smart, key: {}, expect: { error: no_target_allowed, removed: { a/one: unknown-price } }',
  ],
  [
    'a request in another dialect',
    'path: /v1/messages, request: { model: smart, messages: [] }, expect: { error: invalid_request }',
  ],
])('a test may expect %s', async (_, fields) => {
  expect(await one(fields)).toEqual({ code: 0, out: 'ok    it\n1 test: 1 ok, 0 failed.\n', err: '' })
})

test.each<[string, string, string]>([
  ['another order', 'order: [a/one, b/two]', 'order: expected a/one, b/two; got a/one'],
  ['one that must not be tried', 'not: [a]', 'not: a would be tried; the order is a/one'],
  [
    'a filter that let it pass',
    'removed: { a/one: ignore }',
    'removed: expected a/one by ignore, but by nothing',
  ],
  ['a filter for nobody', 'removed: { a/two: ignore }', 'removed: a/two is no candidate of this request'],
  ['an error that does not come', 'error: overloaded', 'error: expected overloaded, but it goes to a/one'],
])('what differs is said: %s', async (_, expected, difference) => {
  const { code, out } = await one(`model: a/one, expect: { ${expected} }`)
  expect(out).toContain(`FAIL  it\n      ${difference}\n`)
  expect(code).toBe(1)
})

test('a refusal that nobody expects, another than expected, and an assumption about nobody', async () => {
  expect((await one('model: none-such, expect: { not: [a] }')).out).toContain(
    'refused with model_not_found: There',
  )
  expect((await one('model: none-such, expect: { error: overloaded }')).out).toContain(
    'error: expected overloaded, got model_not_found: There',
  )
  expect((await one('model: smart, health: { a/won: open }, expect: { target: a/one }')).out).toContain(
    'health: a/won is no candidate',
  )
})

test('a draw without a seed comes out the same each time', async () => {
  const draw = async () => (await one('model: drawn, expect: { order: [] }')).out
  expect(await draw()).toBe(await draw())
})

describe('a file that is wrong', () => {
  test.each<[string, string]>([
    [
      'tests: [ { name: it, modle: smart, expect: { target: a } } ]',
      't.yaml:1:22: unknown key modle (did you mean model?)',
    ],
    [
      'tests: [ { name: it, model: smart, expect: { targt: a } } ]',
      't.yaml:1:46: unknown key targt (did you mean target?)',
    ],
    ['tests: [ { model: smart, expect: { target: a } } ]', 't.yaml:1:10: name is required'],
    ['tests: [ { name: it, model: smart } ]', 't.yaml:1:10: expect is required'],
    ['tests: [ { name: it, expect: { target: a } } ]', 't.yaml:1:10: a test needs a request, or a model'],
    ['tests: [ { name: it, model: smart, expect: {} } ]', 't.yaml:1:36: expect needs at least one'],
    [
      'tests: [ { name: it, model: smart, expect: { error: model_not_fond } } ]',
      '(did you mean model_not_found?)',
    ],
    [
      'tests: [ { name: it, model: m, health: { a/one: opn }, expect: { target: a } } ]',
      '(did you mean open?)',
    ],
    ['tests: [ { name: it, model: m, expect: { target: a, error: internal } } ]', 'goes nowhere'],
    ['tests: []', 't.yaml:1:8: tests must have at least one entry'],
    ['tests: [', 't.yaml:1:'],
    ['', 't.yaml:1:1: the file must hold a mapping'],
  ])('%s', async (tests, message) => {
    const { code, out, err } = await run(tests)
    expect(err).toContain(message)
    expect({ code, out }).toEqual({ code: 1, out: '' })
  })
})

test('the configuration that the file names, or the one of the command line', async () => {
  using folder = temporaryFolder()
  const write = (name: string, content: string) => writeFileSync(join(folder.path, name), content)
  const route = (model: string) => `models: { it: { targets: [ { provider: sim, model: ${model} } ] } }`
  write('named.yaml', route('echo'))
  write('other.yaml', route('lorem'))
  write('t.yaml', 'config: named.yaml\ntests: [ { name: it, model: it, expect: { target: sim/echo } } ]')
  const at = { cwd: '/' }
  const tests = ['explain', '--test', join(folder.path, 't.yaml')]
  expect((await runWith(tests, at)).code).toBe(0)
  const { out } = await runWith([...tests, '--config', join(folder.path, 'other.yaml')], at)
  expect(out).toContain('expected sim/echo, got sim/lorem')
})
