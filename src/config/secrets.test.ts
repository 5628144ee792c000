import { expect, test } from 'vitest'
import type { Config } from './config.ts'
import { FULL } from './full.fixture.ts'
import { loadConfig } from './load.ts'
import { MASK, redactConfig } from './redact.ts'
import { revisionOf } from './revision.ts'

const KINDS = ['openai', 'anthropic']

test('a redacted configuration shows everything but the secrets', () => {
  const config = load(FULL, 'sk-very-secret')
  const shown = redactConfig(config)
  for (const secret of ['sk-very-secret', 'k1', 'k2', 'a b']) {
    expect(JSON.stringify(config)).toContain(`"${secret}"`)
    expect(JSON.stringify(shown)).not.toContain(`"${secret}"`)
  }
  expect(shown.providers.pool).toEqual({
    ...config.providers.pool,
    credentials: [
      { name: '1', value: MASK, weight: 2 },
      { name: '2', value: MASK, weight: 1 },
    ],
  })
  expect(shown.providers.main?.headers).toEqual({ 'X-Team': MASK })
  expect(shown.alerts[0]).toEqual({
    on: ['price_change', 'provider_down'],
    webhook: `https://hooks.example/${MASK}`,
    secret: MASK,
  })
  const { auth } = shown
  expect([auth.oidc[0]?.clientSecret, auth.scimToken]).toEqual([MASK, MASK])
  const rest = { providers: null, alerts: null, auth: null }
  expect({ ...shown, ...rest }).toEqual({ ...config, ...rest })
})

test('the revision is the same however the same configuration is written', () => {
  const yaml = 'server: { port: 1, host: "::1" }\nproviders: { o: { kind: openai, api_key: a } }'
  const json =
    '{"providers":{"o":{"api_key":"${KEY}","kind":"openai"}},"version":1,"server":{"host":"::1","port":1}}'
  expect(revisionOf(load(yaml, 'a'))).toBe(revisionOf(load(json, 'a')))
  expect(revisionOf(load('', ''))).toMatch(/^[0-9a-f]{16}$/)
})

test('whatever changes the configuration changes the revision', () => {
  const revisions = [
    revisionOf(load(FULL, 'sk-1')),
    revisionOf(load(FULL, 'sk-2')),
    revisionOf(load(FULL.replace('value: k2', 'value: k3'), 'sk-1')),
    revisionOf(load(FULL.replace('X-Team: a b', 'X-Team: a c'), 'sk-1')),
    revisionOf(load(FULL.replace('port: 8080', 'port: 8081'), 'sk-1')),
    revisionOf(load(FULL.replace('idle: 1.5s', 'idle: 1.6s'), 'sk-1')),
  ]
  expect(new Set(revisions).size).toBe(revisions.length)
})

function load(text: string, key: string): Config {
  const result = loadConfig(text, { env: { KEY: key }, kinds: KINDS })
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join())
  return result.config
}
