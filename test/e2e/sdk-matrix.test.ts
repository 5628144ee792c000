import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { anthropicCaller } from '../support/anthropic-caller.ts'
import { geminiCaller } from '../support/gemini-caller.ts'
import type { Conversation, Image, Mode, ToolDefinition } from '../support/conversation.ts'
import { openaiCaller } from '../support/openai-caller.ts'
import { responsesCaller } from '../support/responses-caller.ts'
import { PROVIDER_NAMES } from '../support/test-config.ts'
import { startTestGateway } from '../support/test-gateway.ts'

// The official SDKs, unmodified, in each dialect against each kind of provider: 32 ways through the house.
const gateway = await startTestGateway()
const key = await gateway.makeKey()
afterAll(() => gateway.close())
beforeEach(() => gateway.simulator.reset())

const CALLERS = [openaiCaller, responsesCaller, anthropicCaller, geminiCaller].map((caller) =>
  caller(gateway.url, key.secret),
)
const MODES: readonly Mode[] = ['whole', 'streamed']
const WAYS = CALLERS.flatMap((caller) =>
  PROVIDER_NAMES.flatMap((provider) =>
    MODES.map((mode) => ({ caller, dialect: caller.dialect, provider, mode })),
  ),
)

const TOOLS: readonly ToolDefinition[] = ['weather', 'time'].map((name) => ({
  name,
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}))
const TEXT = 'Ålesund 海図 and a lighthouse 🗼, please'
/** One grey pixel. */
const IMAGE: Image = {
  mediaType: 'image/png',
  base64: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
}
const IMAGE_BYTES = Buffer.from(IMAGE.base64, 'base64').length

describe.each(WAYS)('$dialect SDK, $provider provider, $mode', ({ caller, provider, mode }) => {
  const begin = (model: string, tools?: readonly ToolDefinition[]): Conversation =>
    caller.converse({ model: `${provider}/${model}`, ...(tools === undefined ? {} : { tools }) })

  test('text and usage, the same to the caller, the provider and the books', async () => {
    const talk = begin('echo')
    talk.say(TEXT)
    const told = await talk.answer(mode)
    expect(told).toMatchObject({ text: TEXT, reasoning: '', calls: [], finish: 'stop' })
    const [row] = gateway.simulator.requests()
    expect(told.usage).toEqual({ input: row?.inputTokens, output: row?.outputTokens })
    const record = (await gateway.records()).at(-1)
    expect(record).toMatchObject({
      keyId: key.id,
      provider,
      model: 'echo',
      streamed: mode === 'streamed',
      status: 200,
      errorCode: null,
      finishReason: 'stop',
      usage: { inputTokens: row?.inputTokens, outputTokens: row?.outputTokens },
      usageSource: 'provider',
    })
  })

  test('a limit on the answer', async () => {
    const talk = caller.converse({ model: `${provider}/lorem`, maxTokens: 5 })
    talk.say('Speak')
    const told = await talk.answer(mode)
    expect(told).toMatchObject({ finish: 'length', usage: { output: 5 } })
    expect(told.text.split(' ')).toHaveLength(5)
  })

  test('a tool call and its result', async () => {
    const talk = begin('tools', TOOLS)
    talk.say('Lisbon please')
    const asked = await talk.answer(mode)
    expect(asked).toMatchObject({
      text: '',
      finish: 'tool-calls',
      calls: [{ id: expect.stringMatching(/./), name: 'weather', arguments: { city: 'Lisbon' } }],
    })
    talk.results(new Map(asked.calls.map(({ id }) => [id, 'sunny'])))
    expect(await talk.answer(mode)).toMatchObject({ text: 'The tool said: sunny', finish: 'stop', calls: [] })
  })

  test('two tool calls at once, each with its own result', async () => {
    const talk = begin('tools-parallel', TOOLS)
    talk.say('Porto please')
    const { calls, finish } = await talk.answer(mode)
    expect(finish).toBe('tool-calls')
    expect(calls.map(({ name, arguments: args }) => [name, args])).toEqual([
      ['weather', { city: 'Porto' }],
      ['time', { city: 'Porto' }],
    ])
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2)
    talk.results(new Map(calls.map(({ id, name }) => [id, `${name} is fine`])))
    expect(await talk.answer(mode)).toMatchObject({ text: 'The tool said: weather is fine time is fine' })
  })

  test('an image', async () => {
    const talk = begin('vision')
    talk.say('What is this?', IMAGE)
    expect(await talk.answer(mode)).toMatchObject({ text: `image/png ${IMAGE_BYTES} bytes.` })
  })

  test('an answer to a schema, read by the SDK’s own helper', async () => {
    expect(await caller.parseCity(`${provider}/json`, 'Bergen', mode)).toEqual({ city: 'Bergen' })
  })

  // In Chat Completions OpenAI neither signs reasoning nor takes it back; where it is signed the model insists.
  const isSigned = provider === 'openai' ? caller.dialect === 'responses' : provider !== 'compatible'
  test.skipIf(!isSigned)(
    'reasoning that must come back signed, through two steps of tools and a further turn',
    async () => {
      const talk = begin('think', TOOLS)
      talk.say('Lisbon please')
      const asked = await talk.answer(mode)
      expect(asked.finish).toBe('tool-calls')
      expect(asked.reasoning).toMatch(/\w/)
      talk.results(new Map(asked.calls.map(({ id }) => [id, 'sunny'])))
      const said = await talk.answer(mode)
      expect(said).toMatchObject({ text: 'The tool said: sunny', finish: 'stop' })
      talk.say('And Porto?')
      expect(await talk.answer(mode)).toMatchObject({ finish: 'tool-calls' })
      expect(gateway.simulator.requests().map(({ status }) => status)).toEqual([200, 200, 200])
    },
  )

  // Only clients of Chat Completions lose it: the other two SDKs keep every block and part.
  const signs = provider === 'anthropic' || provider === 'gemini'
  test.skipIf(!signs || caller.dialect !== 'openai').each(['what-the-sdk-keeps', 'nothing'] as const)(
    'the same through a client that keeps %s of the reasoning',
    async (keeps) => {
      const talk = caller.converse({ model: `${provider}/think`, tools: TOOLS, keeps })
      talk.say('Lisbon please')
      const asked = await talk.answer(mode)
      expect(asked.finish).toBe('tool-calls')
      talk.results(new Map(asked.calls.map(({ id }) => [id, 'sunny'])))
      expect(await talk.answer(mode)).toMatchObject({ text: 'The tool said: sunny', finish: 'stop' })
    },
  )

  test.skipIf(provider === 'anthropic' || provider === 'gemini')('reasoning that is only shown', async () => {
    const talk = begin('think')
    talk.say('Lisbon please')
    const told = await talk.answer(mode)
    expect(told.reasoning).toMatch(/\w/)
    talk.say('And Porto?')
    expect(await talk.answer(mode)).toMatchObject({ text: 'And Porto?', finish: 'stop' })
  })
})
