import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { FULL } from './full.fixture.ts'
import { configJsonSchema } from './json-schema.ts'
import { loadConfig } from './load.ts'

const KINDS = ['openai', 'anthropic', 'openai-compatible']
const OPTIONS = { env: { KEY: 'sk', PORT: '1', NAME: 'all', FLAG: 'true', TIME: '5s' }, kinds: KINDS }

const schema = configJsonSchema(KINDS)
const accepts = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema)

test('it is draft 2020-12 and can be printed', () => {
  expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
})

test('it accepts what the validator accepts', () => {
  const texts = [
    FULL,
    '{}',
    'server:\nproviders:\nlimits:\nmodels:\n',
    'server: { port: "${PORT}", drain_timeout: "${TIME}", workers: "1" }\nversion: "1"',
    'server: { port: "4000", max_body_mb: "${PORT}" }\nrecording: { bodies: "${NAME}" }',
    'providers: { o: { kind: openai } }\nmodels: { m: { targets: [{ provider: o, model: "${NAME}" }], retries: { on: ["429", "5${PORT}2"], honour_retry_after: "${FLAG}" } } }',
  ]
  for (const text of texts) {
    expect(loadConfig(text, OPTIONS).ok, text).toBe(true)
    expect(accepts(parse(text)), text).toBe(true)
  }
})

test('it refuses what has no meaning, and what has none yet', () => {
  const files = [
    { sever: {} },
    { server: { prot: 1 } },
    { server: { port: 70_000 } },
    { server: { drain_timeout: 30 } },
    { providers: { 'a/b': { kind: 'openai' } } },
    { providers: { a: { kind: 'bedrock' } } },
    { providers: { a: {} } },
    { models: { m: { targets: [] } } },
    { models: { m: { targets: [{ provider: 'a', model: 'b' }], cache: {} } } },
    { models: { m: { targets: [{ provider: 'a', model: 'b' }], strategy: 'best' } } },
    { limits: [{ rpm: 1 }] },
    { telemetry: {} },
  ]
  for (const file of files) {
    expect(accepts(file), JSON.stringify(file)).toBe(false)
    expect(loadConfig(JSON.stringify(file), OPTIONS).ok, JSON.stringify(file)).toBe(false)
  }
})

test('the defaults that it declares are the ones that hold', () => {
  const withDefaults = new Ajv2020({ strict: true, allowUnionTypes: true, useDefaults: true }).compile(schema)
  const file = {
    providers: { o: { kind: 'openai', keys: [{ value: 'x' }] } },
    models: { m: { targets: [{ provider: 'o', model: 'x' }] } },
    budgets: [{ scope: 'key', usd: 1 }],
  }
  const filled = structuredClone(file)
  expect(withDefaults(filled)).toBe(true)
  expect(filled).toMatchObject({ server: { port: 4000 }, models: { m: { timeouts: { connect: '5s' } } } })
  expect(loadConfig(JSON.stringify(filled), OPTIONS)).toEqual(loadConfig(JSON.stringify(file), OPTIONS))
})
