import { afterAll, expect, test } from 'vitest'
import { startTestGateway } from '../../test/support/test-gateway.ts'
import { parseJsonObject } from '../core/json.ts'
import { runWith } from './run.fixture.ts'

const gateway = await startTestGateway({
  config: { models: { 'our-own': { targets: [{ provider: 'compatible', model: 'echo' }] } } },
})
afterAll(() => gateway.close())

const env = { PORTOLAN_URL: gateway.url, PORTOLAN_MASTER_KEY: gateway.masterKey }
const models = (...argv: string[]) => runWith(['models', ...argv], { env })

test('names one a line: those of the configuration, and what the catalogue knows of its providers', async () => {
  const names = (await models()).out.trimEnd().split('\n')
  expect(names).toContain('our-own')
  expect(names).toContain('anthropic/claude-sonnet-4.6')
  expect((await models('--search', 'OUR')).out).toBe('our-own\n')
  expect((await models('--search', 'nothing-like-it')).out).toContain(
    'No model has nothing-like-it in its name',
  )
  expect(parseJsonObject((await models('--search', 'our', '--json')).out)).toMatchObject({
    data: [{ id: 'our-own' }],
  })
})

test('a key sees only what it may call', async () => {
  const { secret } = await gateway.makeKey({ models: ['our-*'] })
  const { out } = await runWith(['models'], { env: { ...env, PORTOLAN_MASTER_KEY: secret } })
  expect(out).toBe('our-own\n')
})

test('the catalogue is there without a gateway, with a price for each provider', async () => {
  const { code, out } = await runWith(['models', '--catalogue', '--search', 'anthropic/claude-sonnet-4-6'])
  expect(code).toBe(0)
  const [titles, row] = out.split('\n').map((line) => line.split(/ {2,}/))
  expect(titles).toEqual(['MODEL', 'PROVIDER', 'ITS OWN NAME', 'CONTEXT', 'INPUT $/M', 'OUTPUT $/M'])
  expect(row?.slice(0, 3)).toEqual(['anthropic/claude-sonnet-4.6', 'anthropic', 'claude-sonnet-4-6'])
  expect(row?.at(-1)).toMatch(/^\$\d+\.\d{4}$/)
  const json = await runWith(['models', '--catalogue', '--search', 'anthropic/claude-sonnet-4-6', '--json'])
  const [, price] = row?.slice(-2).map((amount) => Number(amount.slice(1))) ?? []
  expect(parseJsonObject(json.out)).toMatchObject({ data: [{ price: { output: price } }] })
})
