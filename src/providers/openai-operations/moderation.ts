import type { OperationAnswer, OperationCodec, OperationRequest } from '../../core/operation.ts'

/** It reports no usage: OpenAI charges nothing. https://platform.openai.com/docs/guides/moderation */
export const moderation: OperationCodec<OperationRequest, OperationAnswer> = {
  wire: 'openai-moderation',
  path: () => '/moderations',
  decode: ({ results, model }) =>
    Array.isArray(results) ? { model: typeof model === 'string' ? model : null, usage: null } : null,
}
