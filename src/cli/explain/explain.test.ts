import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { startTestGateway } from '../../../test/support/test-gateway.ts'
import type { ExplanationView } from '../../control/explain.ts'
import { type Outcome, runWith, temporaryFolder } from '../run.fixture.ts'

const CONFIG = `
providers:
  a: { kind: openai-compatible, base_url: "http://127.0.0.1:1/v1" }
  b: { kind: openai-compatible, base_url: "http://127.0.0.1:2/v1" }
models:
  smart:
    targets: [ { provider: a, model: one }, { provider: b, model: two }, { provider: b, model: three } ]
    strategy: order
    where: { ignore: [b/three] }
  drawn:
    targets: [ { provider: a, model: one }, { provider: b, model: two } ]
    strategy: weighted
`

async function offline(argv: readonly string[], input = ''): Promise<Outcome> {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'c.yaml'), CONFIG)
  writeFileSync(join(folder.path, 'r.json'), JSON.stringify({ model: 'smart', messages: MESSAGES }))
  return await runWith(['explain', ...argv], { cwd: folder.path, input: async () => input })
}

const MESSAGES = [{ role: 'user', content: 'Hi' }]

describe('by a configuration alone', () => {
  test('a table of candidates, then what would be tried and what that depends on', async () => {
    const { code, out } = await offline(['r.json', '--config', 'c.yaml', '--header', 'x-portolan-seed: 7'])
    expect(code).toBe(0)
    const [table = '', fields = ''] = out.split('\n\n')
    const rows = table.split('\n').map((line) => line.split(/ {2,}/))
    expect(rows).toEqual([
      ['TARGET', 'SCORE', 'PARTS', 'REMOVED BY'],
      ['b/three', '-', '-', 'ignore'],
      ['a/one', '0', 'position 0', '-'],
      ['b/two', '1', 'position 1', '-'],
    ])
    expect(fields).toMatch(/^order +a\/one, b\/two$/m)
    expect(fields).toMatch(/^seed +7$/m)
    expect(fields).toMatch(/^revision +[0-9a-f]{16}$/m)
    expect(fields).toMatch(/^budgets +none$/m)
  })

  test('a request from standard input, or a model and a message', async () => {
    const body = JSON.stringify({ model: 'smart', messages: MESSAGES })
    expect((await offline(['-', '--config', 'c.yaml'], body)).out).toContain('a/one')
    const short = ['--model', 'smart', '--message', 'Hi', '--config', 'c.yaml', '--path', '/v1/messages']
    expect((await offline(short)).out).toContain('a/one')
  })

  test('one seed, one order; many seeds, more than one', async () => {
    const order = async (seed: number) => {
      const seeded = [
        '--model',
        'drawn',
        '--config',
        'c.yaml',
        '--json',
        '--header',
        `X-Portolan-Seed:${seed}`,
      ]
      return viewOf(await offline(seeded)).order.join()
    }
    expect(await order(1)).toBe(await order(1))
    const seeds = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(order))
    expect(new Set(seeds)).toEqual(new Set(['a/one,b/two', 'b/two,a/one']))
  })

  test.each<[string, readonly string[], string]>([
    ['an unknown model', ['--model', 'smrt'], 'model_not_found: There is no model smrt. Did you mean smart?'],
    ['a body that is no request', ['-'], 'invalid_request: messages'],
  ])('%s is refused with its code and message', async (_, argv, message) => {
    const { code, out, err } = await offline([...argv, '--config', 'c.yaml'], '{"model":"smart"}')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(message)
    const json = await offline([...argv, '--config', 'c.yaml', '--json'], '{"model":"smart"}')
    expect(json.code).toBe(1)
    expect(viewOf(json)).toMatchObject({ target: null, error: message.split(':', 1)[0] })
  })

  test('nothing left to try is 1, with the reason below the table', async () => {
    const pinned = ['--model', 'smart', '--config', 'c.yaml', '--header', 'x-portolan-pin: b/three']
    const { code, out } = await offline(pinned)
    expect(code).toBe(1)
    expect(out).toMatch(/^order +nothing is left to try$/m)
    expect(out).toMatch(/^refused +no_target_allowed: /m)
  })

  test.each<[string, readonly string[], number, string]>([
    ['no request', [], 2, '--model'],
    ['two requests', ['r.json', '--model', 'smart'], 2, 'do not go together'],
    ['a message for nobody', ['r.json', '--message', 'Hi'], 2, '--message needs --model'],
    ['a header without a value', ['r.json', '--header', 'x-portolan-seed'], 2, "'name: value'"],
    [
      'a key of a gateway that is not asked',
      ['r.json', '--config', 'c.yaml', '--key-id', 'k'],
      2,
      '--key-id',
    ],
    ['tests and a request', ['r.json', '--test', 't.yaml'], 2, 'do not go together'],
    ['tests and a model', ['--model', 'm', '--test', 't.yaml'], 2, '--test'],
    ['a file that is not there', ['none.json', '--config', 'c.yaml'], 1, 'none.json'],
    ['an input that is not JSON', ['-', '--config', 'c.yaml'], 1, 'one JSON object'],
    ['a configuration that is wrong', ['r.json', '--config', 'r.json'], 1, 'r.json:1:2: unknown key model'],
  ])('%s is said', async (_, argv, code, message) => {
    const outcome = await offline(argv, 'model: smart')
    expect(outcome.err).toContain(message)
    expect(outcome.code).toBe(code)
  })
})

describe('by the running gateway', async () => {
  const route = { targets: [{ provider: 'openai', model: 'echo' }], strategy: 'order' }
  const gateway = await startTestGateway({ config: { models: { own: route } } })
  afterAll(() => gateway.close())
  const env = { PORTOLAN_URL: gateway.url, PORTOLAN_MASTER_KEY: gateway.masterKey }
  const ask = (...argv: string[]) => runWith(['explain', ...argv], { env })

  test('which is told the headers, the endpoint and the key', async () => {
    const key = await gateway.makeKey({
      models: ['own'],
      budgets: [{ usdNanos: 5e9, window: 'day', onExhausted: 'deny' }],
    })
    const seeded = await ask(
      '--model',
      'own',
      '--header',
      'x-portolan-seed: 7',
      '--header',
      'authorization: none',
    )
    expect(seeded).toMatchObject({ code: 0, err: '' })
    expect(seeded.out).toMatch(/^seed +7$/m)
    const asKey = await ask('--model', 'own', '--path', '/v1/messages', '--key-id', key.id)
    expect(asKey.out).toContain('$5.0000 a day, $0.0000 of it spent')
    const refused = await ask('--model', 'openai/echo', '--key-id', key.id)
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toContain('permission_denied: This API key may not use the model openai/echo.')
  })

  test('a gateway that is not there is not taken for a refusal', async () => {
    const { code, err } = await ask('--model', 'own', '--url', 'http://127.0.0.1:1')
    expect(code).toBe(1)
    expect(err).toContain('No gateway answers')
  })
})

function viewOf({ out }: Outcome): ExplanationView {
  return JSON.parse(out) as ExplanationView // Its own output.
}
