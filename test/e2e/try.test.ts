import { expect, test } from 'vitest'
import OpenAI from 'openai'
import { startTestGateway } from '../support/test-gateway.ts'
test('x', async () => {
  const t0 = performance.now()
  const g = await startTestGateway()
  console.log('start', performance.now() - t0)
  for (const p of ['openai','anthropic','gemini','compatible']) {
    const r = await fetch(`${g.url}/v1/chat/completions`, {method:'POST', headers: {authorization: `Bearer ${g.masterKey}`, 'content-type':'application/json'}, body: JSON.stringify({model: `${p}/think`, messages:[{role:'user', content:'one two'}]})})
    console.log(p, r.status, await r.text())
  }
  const key = await g.makeKey()
  const o = new OpenAI({baseURL: g.url + '/v1', apiKey: key.secret, maxRetries: 0})
  const s = o.chat.completions.stream({model: 'anthropic/think', messages: [{role: 'user', content: 'hi there'}], stream_options: {include_usage: true}})
  console.log(JSON.stringify(await s.finalChatCompletion()))
  console.log(g.simulator.requests().map(r => [r.path, r.text, r.inputTokens, r.outputTokens]))
  console.log((await g.records()).map(r => [r.id, r.target, r.status, r.usage, r.costNanos]))
  const t1 = performance.now()
  await g.close()
  console.log('close', performance.now() - t1)
})
