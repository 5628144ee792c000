import type { Format } from './format.ts'
import { renderGeminiAnswer, renderGeminiStream } from './gemini-answer.ts'
import { renderGeminiFailure } from './gemini-failure.ts'
import { readGemini } from './gemini-request.ts'

/** Gemini API: https://ai.google.dev/api */
export const gemini: Format = {
  wire: 'gemini',
  contentType: { unary: 'application/json; charset=UTF-8', stream: 'text/event-stream' },

  key({ 'x-goog-api-key': key }, query) {
    return typeof key === 'string' ? key : query.get('key')
  },
  read: readGemini,
  answerId: (makeId) => makeId('', 23),
  /** Most answers name calls by function only, so that a gateway has to make ids itself. */
  callId: () => '',
  renderAnswer: renderGeminiAnswer,
  renderStream: renderGeminiStream,
  renderFailure: renderGeminiFailure,
  renderStreamFailure() {
    const error = {
      code: 503,
      message: 'The model is overloaded. Please try again later.',
      status: 'UNAVAILABLE',
    }
    return `data: ${JSON.stringify({ error })}\r\n\r\n`
  },
  renderCount: (inputTokens) => ({
    totalTokens: inputTokens,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: inputTokens }],
  }),
  renderModels: (names) => ({ models: names.map(model) }),
  renderModel: model,
  /** No request id: the real API sends none. */
  headers: () => ({ 'server-timing': 'gfet4t7; dur=1' }),
  /** Nor figures of its limits. */
  limitHeaders: () => ({}),
}

function model(name: string) {
  return {
    name: `models/${name}`,
    version: '1',
    displayName: `Simulated ${name}`,
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    supportedGenerationMethods: ['generateContent', 'countTokens'],
  }
}
