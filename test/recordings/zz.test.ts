import { test } from 'vitest'
import { readOpenAIStream, readOpenAIWhole } from './read-openai.ts'
import { readAnthropicStream, readAnthropicWhole } from './read-anthropic.ts'
import { cases } from './cases.ts'
import { crossing, crossWhole } from './lanes.ts'
import { DIALECTS } from '../../src/dialects/index.ts'
test('x', async () => {
  const t: Record<string, number> = {}
  const time = async (k: string, f: () => unknown) => { const s = performance.now(); const v = await f(); t[k] = (t[k] ?? 0) + performance.now() - s; return v }
  for (const c of cases().filter(c => c.recording.body)) for (const name of ['openai','anthropic'] as const) {
    let x: any, k: any
    await time('crossing', () => { k = crossing(c.provider, DIALECTS[name], { lane: 'canonical', includeUsage: true }) })
    await time('cross', () => { x = crossWhole(k, c.recording.body!) })
    if (x.status !== 200) continue
    let s: any
    await time('render', () => { s = k.lane.renderStream(x.events) })
    if (name === 'openai') { await time('ow', () => readOpenAIWhole(x.output, 200)); await time('os', () => readOpenAIStream(s)) }
    else { await time('aw', () => readAnthropicWhole(x.output, 200)); await time('as', () => readAnthropicStream(s)) }
  }
  console.log(t)
}, 100000)
