import { isJsonObject } from '../../core/json.ts'
import type { Provider } from '../../core/provider.ts'
import { objectOf } from '../../wire/gemini.ts'
import { encode } from './encode.ts'
import { modelPath } from './model.ts'

/** Counts the whole request, system text and tools included. https://ai.google.dev/api/tokens */
export const countTokens: NonNullable<Provider['countTokens']> = {
  path: (model) => `/${modelPath(model)}:countTokens`,
  encode: (request, target) => ({
    generateContentRequest: { model: modelPath(target.model), ...encode(request, target).body },
  }),
  // The path names the model, and the whole request inside the body names it once more.
  nativeEdits(body, target) {
    const name = WHOLE.find((spelling) => isJsonObject(body[spelling]))
    if (name === undefined) return { model: undefined }
    return { model: undefined, [name]: { ...objectOf(body[name]), model: modelPath(target.model) } }
  },
  decode: ({ totalTokens }) => (typeof totalTokens === 'number' ? totalTokens : null),
}

const WHOLE = ['generateContentRequest', 'generate_content_request'] as const
