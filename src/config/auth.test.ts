import { expect, test } from 'vitest'
import { FULL } from './full.fixture.ts'
import { loadConfig } from './load.ts'

const OPTIONS = { builtIn: [], kindsWithoutAddress: [], known: [] }

function load(text: string) {
  return loadConfig(text, { ...OPTIONS, env: { KEY: 'sk-1' }, kinds: ['openai', 'anthropic'] })
}

test('what a file says of identity providers is taken as it says it', () => {
  const result = load(FULL)
  expect(result.ok && result.config.auth).toEqual({
    oidc: [
      {
        name: 'sso',
        issuer: 'https://id.example/realm',
        clientId: 'portolan',
        clientSecret: 's3cret',
        roleClaim: 'role',
        organization: 'org_1',
        allowedDomains: ['example.com'],
      },
    ],
    jwt: [
      {
        issuer: 'https://id.example/',
        audience: 'portolan',
        jwksUrl: 'https://id.example/keys',
        claims: { organization: 'org', project: 'project', user: 'sub', models: 'models', role: 'role' },
      },
    ],
    scimToken: 'scim-token-0123456789',
  })
})

test.each([
  ['auth: { jwt: [{ issuer: "http://id.example", audience: a }] }', 'auth.jwt[0].issuer'],
  ['auth: { jwt: [{ issuer: "http://localhost.evil.example", audience: a }] }', 'auth.jwt[0].issuer'],
  ['auth: { jwt: [{ issuer: "https://id.example" }] }', 'auth.jwt[0].audience'],
  [
    'auth: { oidc: [{ name: "a/b", issuer: "https://i.example", client_id: c, client_secret: s }] }',
    'auth.oidc[0].name',
  ],
  ['auth: { scim: { token: short } }', 'auth.scim.token'],
])('%s is refused by name', (text, path) => {
  const result = load(text)
  expect(result.ok ? [] : result.problems.map((problem) => problem.path)).toEqual([path])
})
