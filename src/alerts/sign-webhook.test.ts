import { expect, test } from 'vitest'
import { signWebhook } from './sign-webhook.ts'

// The example of https://docs.svix.com/receiving/verifying-payloads/how-manual.
const MESSAGE = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timeMs: 1_614_265_330_999,
  body: '{"test": 2432232314}',
}

test('signs as receivers check it', () => {
  expect(signWebhook(MESSAGE, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test('a plain secret is its own bytes', () => {
  const bytes = Buffer.from('a-plain-secret')
  expect(signWebhook(MESSAGE, 'a-plain-secret')).toEqual(
    signWebhook(MESSAGE, `whsec_${bytes.toString('base64')}`),
  )
})

test('without a secret nothing is signed', () => {
  expect(signWebhook(MESSAGE, null)).not.toHaveProperty('webhook-signature')
})
