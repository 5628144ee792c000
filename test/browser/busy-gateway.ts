import type { PagesGateway } from './pages-gateway.ts'

const DEAR = { provider: 'anthropic', model: 'lorem', price: { input: 3, output: 15 } }

/** Routes of which one is steady, one falls over to another provider, and one refuses. */
export const BUSY = {
  models: {
    smart: {
      targets: [{ provider: 'openai', model: 'lorem', price: { input: 1, output: 3 } }, DEAR],
      strategy: 'price',
    },
    brittle: {
      targets: [{ provider: 'openai', model: 'error-500', price: { input: 1, output: 2 } }, DEAR],
      strategy: 'order',
    },
    bad: { targets: [{ provider: 'openai', model: 'error-400', price: { input: 1, output: 2 } }] },
  },
}

/** Of twelve, three are answered by the other provider and two fail. */
export async function askInTurn(
  gateway: Pick<PagesGateway, 'url' | 'masterKey'>,
  count: number,
): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${gateway.masterKey}`,
        'content-type': 'application/json',
        'x-portolan-tags': turn % 6 === 4 ? 'bad' : turn % 4 === 3 ? 'brittle' : 'smart',
      },
      body: JSON.stringify({
        model: turn % 6 === 4 ? 'bad' : turn % 4 === 3 ? 'brittle' : 'smart',
        stream: turn % 2 === 0,
        max_tokens: 40 + turn * 5,
        messages: [
          { role: 'system', content: 'You are a harbour pilot.' },
          { role: 'user', content: 'Which buoy comes after the third?' },
        ],
      }),
    })
    await response.text()
  }
}
