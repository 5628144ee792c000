import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { collect } from '../../core/collect.ts'
import { isTerminal } from '../../core/event.ts'
import { openaiCompatible } from '../openai-compatible.ts'
import { isUsageReport } from './decoder.ts'
import { chunk, context, DONE, frame, last, run } from './replay.fixture.ts'

describe('the end of a stream', () => {
  test('the finish waits for usage that comes after it, and goes out at [DONE]', () => {
    const decoder = openaiCompatible.createDecoder(context())
    decoder.step(frame(chunk({ content: 'Hi' })))
    const atReason = decoder.step(frame(chunk({}, 'stop')))
    expect(atReason.filter(isTerminal)).toEqual([])
    decoder.step(frame({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } }))
    const last = decoder.step({ event: 'message', data: DONE })
    expect(last.at(-1)).toEqual({ type: 'finish', choice: 0, reason: 'stop', raw: 'stop' })
    expect(decoder.end()).toEqual([])
  })

  test('a reason without [DONE] is an end', () => {
    expect(last(run([chunk({ content: 'Hi' }), chunk({}, 'stop')]))).toMatchObject({ type: 'finish' })
  })

  test('neither a reason nor [DONE] is an interruption', () => {
    expect(last(run([chunk({ content: 'Hi' })]))).toMatchObject({ type: 'error', code: 'stream_interrupted' })
  })

  test('[DONE] without a reason is an interruption too', () => {
    expect(last(run([chunk({ content: 'Hi' }), DONE]))).toMatchObject({ code: 'stream_interrupted' })
  })

  test('a last report of usage vouches for a server that gives no reasons', () => {
    const usage = { choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } }
    expect(last(run([chunk({ content: 'Hi' }), usage, DONE]))).toMatchObject({
      type: 'finish',
      reason: 'stop',
    })
  })

  test('of two choices both must have finished', () => {
    const second = { choices: [{ index: 1, delta: { content: 'B' } }] }
    expect(last(run([chunk({ content: 'A' }, 'stop'), second, DONE]))).toMatchObject({ type: 'error' })
  })

  test('a stream cut after any frame ends exactly once', () => {
    const frames = [chunk({ role: 'assistant' }), chunk({ content: 'Hi' }), chunk({}, 'stop'), DONE]
    for (let cut = 0; cut <= frames.length; cut++) {
      expect(run(frames.slice(0, cut)).filter(isTerminal)).toHaveLength(1)
    }
  })

  test('nothing follows the end', () => {
    const decoder = openaiCompatible.createDecoder(context())
    decoder.step(frame(chunk({ content: 'Hi' }, 'stop')))
    decoder.step({ event: 'message', data: DONE })
    expect(decoder.step(frame(chunk({ content: ' there' })))).toEqual([])
  })
})

describe('errors inside a stream', () => {
  test.each([
    [{ error: { code: 429, message: 'Slow down' } }, 'provider_rate_limited', undefined],
    [{ error: { message: 'Boom', type: 'server_error' } }, 'provider_error', 'server_error'],
    [
      { error: { code: 'context_length_exceeded', message: 'x' } },
      'context_length_exceeded',
      'context_length_exceeded',
    ],
    [{ error: 'out of memory' }, 'provider_error', undefined],
    [{ choices: [{ index: 0, delta: {}, error: { code: 502, message: 'x' } }] }, 'provider_error', undefined],
  ])('%j', (value, code, providerCode) => {
    const events = run([chunk({ content: 'Hi' }), value, DONE])
    expect(last(events)).toMatchObject({
      type: 'error',
      code,
      ...(providerCode === undefined ? {} : { providerCode }),
    })
    expect(events.filter(isTerminal)).toHaveLength(1)
  })

  test('an event named error is one, whatever its shape', () => {
    const decoder = openaiCompatible.createDecoder(context())
    const events = decoder.step({ event: 'error', data: '{"message":"no","status_code":503}' })
    expect(events).toEqual([{ type: 'error', code: 'provider_overloaded', message: 'no' }])
  })

  test('a frame that is not JSON', () => {
    expect(last(run([chunk({ content: 'Hi' }), '{"choices":[{"ind']))).toMatchObject({
      code: 'provider_invalid_reply',
    })
  })

  test.each(['error', 'insufficient_system_resource'])('the reason %s is no finish', (reason) => {
    expect(last(run([chunk({ content: 'Hi' }, reason), DONE]))).toMatchObject({ code: 'provider_error' })
  })

  test('inside a whole reply of status 200', () => {
    const events = openaiCompatible.decodeBody({ error: { code: 429, message: 'Slow down' } }, context())
    expect(events).toEqual([{ type: 'error', code: 'provider_rate_limited', message: 'Slow down' }])
    expect(openaiCompatible.decodeBody({ hello: 1 }, context())).toMatchObject([
      { code: 'provider_invalid_reply' },
    ])
    const choice = { index: 0, message: { content: 'Hi' }, error: { code: 502, message: 'x' } }
    expect(
      openaiCompatible.decodeBody({ id: 'x', choices: [choice] }, context()).filter(isTerminal),
    ).toMatchObject([{ code: 'provider_error' }])
  })
})

describe('the rest of an answer', () => {
  test('refusals, log-probabilities, sources, pictures and sound', () => {
    const annotation = {
      type: 'url_citation',
      url_citation: { url: 'https://a.example', start_index: 0, end_index: 2 },
    }
    const logprobs = { content: [{ token: 'Hi', logprob: -0.1 }] }
    const events = run([
      { id: 'x', model: 'm', choices: [{ index: 0, delta: { content: 'Hi' }, logprobs }] },
      chunk({ annotations: [annotation] }),
      chunk({ images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }] }),
      chunk({ audio: { id: 'audio_1', transcript: 'Hi' } }),
      chunk({ audio: { data: 'UklGRg==' } }),
      chunk({ refusal: 'No.' }, 'stop'),
    ])
    const [choice] = collect(events).choices
    expect(choice?.logprobs).toEqual(logprobs.content)
    expect(choice?.parts).toMatchObject([
      { type: 'text', text: 'Hi', citations: [{ url: 'https://a.example', start: 0, end: 2 }] },
      { type: 'image', mediaType: 'image/png', source: { data: 'AAAA' } },
      { type: 'audio', mediaType: 'audio/wav', source: { data: 'UklGRg==' }, transcript: 'Hi' },
      { type: 'refusal', text: 'No.' },
    ])
  })

  test('an unknown reason is kept as it was said', () => {
    expect(last(run([chunk({ content: 'Hi' }, 'bored')]))).toMatchObject({ reason: 'other', raw: 'bored' })
  })

  test('usage on every chunk, in x_groq, in the choice; zeros are no report', () => {
    const usage = { prompt_tokens: 5, completion_tokens: 2 }
    const zeros = { prompt_tokens: 0, completion_tokens: 0 }
    const inChoice = { choices: [{ index: 0, delta: {}, finish_reason: 'stop', usage }] }
    for (const holder of [{ usage }, { x_groq: { usage } }, { usage: zeros, x_groq: { usage } }, inChoice]) {
      const { usage: read } = collect(run([{ ...chunk({ content: 'Hi' }, 'stop'), ...holder }]))
      expect(read).toMatchObject({ inputTokens: 5, outputTokens: 2 })
    }
    expect(collect(run([{ ...chunk({}, 'stop'), usage: zeros }])).usage).toBeNull()
  })

  test('a frame of nothing but usage is told from the others', () => {
    expect(isUsageReport(frame({ choices: [], usage: { prompt_tokens: 1 } }))).toBe(true)
    expect(isUsageReport(frame({ choices: [], usage: null }))).toBe(false)
    expect(isUsageReport(frame({ choices: [{}], usage: { prompt_tokens: 1 } }))).toBe(false)
    expect(isUsageReport({ event: 'message', data: DONE })).toBe(false)
  })

  test('any JSON at all neither throws nor goes without an end', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), fc.jsonValue(), (values, inner) => {
        const nested = {
          id: 'x',
          choices: [{ index: 0, delta: inner, message: inner, logprobs: inner, finish_reason: inner }],
          usage: inner,
        }
        expect(
          run(
            [...values, nested, DONE].map((value) => (value === DONE ? DONE : JSON.stringify(value))),
          ).filter(isTerminal).length,
        ).toBe(1)
      }),
    )
  })
})
