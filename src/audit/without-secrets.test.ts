import { expect, test } from 'vitest'
import { withoutSecrets } from './without-secrets.ts'

test('what its name says is a secret is masked, at any depth', () => {
  const details = {
    ...{
      name: 'ci',
      key_id: 'key_1',
      tokens: 5,
      master_key: 'm',
      password: 'p',
      keys: [{ value: 'v', weight: 1 }],
    },
    oidc: { client_secret: 's', client_id: 'c' },
  }
  expect(withoutSecrets(details)).toEqual({
    ...{ name: 'ci', key_id: 'key_1', tokens: 5, master_key: '[redacted]', password: '[redacted]' },
    keys: [{ value: '[redacted]', weight: 1 }],
    oidc: { client_secret: '[redacted]', client_id: 'c' },
  })
})
