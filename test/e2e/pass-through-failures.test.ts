import { afterAll, expect, test } from 'vitest'
import { upstream } from '../support/test-config.ts'
import { startTestGateway } from '../support/test-gateway.ts'

const gateway = await startTestGateway({
  config: { providers: { gone: upstream('gone', 'openai-compatible', 'http://127.0.0.1:1') } },
})
afterAll(() => gateway.close())

test('a provider that is not there is an error of ours, and recorded', async () => {
  const { secret } = await gateway.makeKey()
  const response = await fetch(`${gateway.url}/proxy/gone/a`, {
    headers: { authorization: `Bearer ${secret}` },
  })
  expect([response.status, await response.text()]).toEqual([
    502,
    expect.stringContaining('provider_unreachable'),
  ])
  expect(await gateway.record(response.headers.get('x-request-id'))).toMatchObject({
    status: 502,
    operation: 'proxy',
    requestedModel: 'gone',
    attempts: [{ provider: 'gone', code: 'provider_unreachable' }],
  })
})
