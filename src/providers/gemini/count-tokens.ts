import type { Provider } from '../../core/provider.ts'
import { encode } from './encode.ts'
import { modelPath } from './model.ts'

/** Counts the whole request, system text and tools included. https://ai.google.dev/api/tokens */
export const countTokens: NonNullable<Provider['countTokens']> = {
  path: (model) => `/${modelPath(model)}:countTokens`,
  encode: (request, target) => ({
    generateContentRequest: { model: modelPath(target.model), ...encode(request, target).body },
  }),
  decode: ({ totalTokens }) => (typeof totalTokens === 'number' ? totalTokens : null),
}
