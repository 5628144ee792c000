import { expect, test } from 'vitest'
import type { ExchangeRecord } from '../../core/record.ts'
import { DIALECTS } from '../../dialects/index.ts'
import { PROVIDERS } from '../../providers/index.ts'
import { sampleExchange } from '../../storage/sample-exchanges.ts'
import { recordedAnswer } from './recorded-answer.ts'

const READERS = { dialects: Object.values(DIALECTS), providers: PROVIDERS }

function read(text: string, changes: Partial<ExchangeRecord> = {}, readers = READERS) {
  return recordedAnswer(Buffer.from(text), sampleExchange(1, changes), readers)
}

const CHUNK = `data: ${JSON.stringify({
  id: 'c',
  model: 'm',
  choices: [{ index: 0, delta: { content: 'Ahoy' }, finish_reason: null }],
})}

`

test('cut at any byte, a stream gives JSON and as much text as it holds', () => {
  const text = `${CHUNK}${CHUNK.replace('Ahoy', ' there')}data: [DONE]\n\n`
  for (let cut = 0; cut <= text.length; cut++) {
    const answer = read(text.slice(0, cut))
    const shown = JSON.stringify(answer)
    // The blank line that ends an event may be missing from the last.
    if (cut >= CHUNK.length - 2) expect(shown).toContain('Ahoy')
    else expect(answer).toEqual({ sse: text.slice(0, cut) })
  }
})

test('what is no stream of this dialect is given as it is', () => {
  expect(read('not even that')).toEqual({ sse: 'not even that' })
  expect(read(CHUNK, { dialect: 'anthropic-messages' })).toEqual({ sse: CHUNK })
  expect(read(CHUNK, {}, { dialects: [], providers: [] })).toEqual({ sse: CHUNK })
})

test('the answer goes by the time and the model of its exchange where the provider said none', () => {
  const nameless = CHUNK.replace('"id":"c",', '').replace('"model":"m",', '')
  expect(read(nameless)).toMatchObject({
    id: 'chatcmpl-exc_00000001',
    model: 'smart',
    created: Math.floor(sampleExchange(1).timeMs / 1000),
  })
})
