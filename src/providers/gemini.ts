import type { Provider, UpstreamCall } from '../core/provider.ts'
import { classify } from './gemini/classify.ts'
import { countTokens } from './gemini/count-tokens.ts'
import { GeminiDecoder } from './gemini/decoder.ts'
import { embeddings } from './gemini/embeddings.ts'
import { encode } from './gemini/encode.ts'
import { modelPath } from './gemini/model.ts'
import { nativeEdits } from './gemini/native-edits.ts'

/** Google's Gemini API with an API key (not Vertex AI). https://ai.google.dev/api/generate-content */
export const gemini: Provider = {
  kind: 'gemini',
  wire: 'gemini',
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  apiKeyEnv: 'GEMINI_API_KEY',
  headers: (credential) => (credential === null ? {} : { 'x-goog-api-key': credential }),
  path,
  encode,
  nativeEdits,
  createDecoder: (context) => new GeminiDecoder(context),
  decodeBody(body, context) {
    const decoder = new GeminiDecoder(context, 'provider_invalid_reply')
    return [...decoder.chunk(body), ...decoder.end()]
  },
  classify,
  countTokens,
  operations: { embeddings },
}

function path({ model, stream }: UpstreamCall): string {
  return `/${modelPath(model)}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`
}
