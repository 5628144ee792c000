import { expect, test } from 'vitest'
import { createSlugger } from './slug.ts'

const OPEN_ROUTER = [
  'anthropic/claude-3.5-haiku',
  'anthropic/claude-opus-5',
  'anthropic/claude-opus-5.5',
  'anthropic/claude-sonnet-4.5',
  'anthropic/claude-sonnet-4.6:batch',
  '~anthropic/claude-opus-latest',
  'deepseek/deepseek-r1',
  'google/gemma-4-31b-it',
  'meta-llama/llama-3.1-405b',
  'meta-llama/llama-3.1-405b-instruct',
  'meta-llama/llama-3.3-70b-instruct',
  'moonshotai/kimi-k2-thinking',
  'openai/gpt-4o',
  'openai/gpt-4o-2024-05-13',
  'openai/gpt-5.2',
  'openai/gpt-5.2-chat',
  'openai/gpt-oss-120b',
  'qwen/qwen3-32b',
  'z-ai/glm-5.3',
]

const slugOf = createSlugger(OPEN_ROUTER)

test.each([
  ['anthropic', 'claude-sonnet-4-5', 'anthropic/claude-sonnet-4.5'],
  ['anthropic', 'claude-sonnet-4-5-20250929', 'anthropic/claude-sonnet-4.5'],
  ['anthropic', 'claude-3-5-haiku-latest', 'anthropic/claude-3.5-haiku'],
  ['anthropic', 'claude-opus-5-5', 'anthropic/claude-opus-5.5'],
  ['openai', 'gpt-4o-2024-08-06', 'openai/gpt-4o'],
  ['openai', 'gpt-4o-2024-05-13', 'openai/gpt-4o-2024-05-13'],
  ['openai', 'gpt-5.2-chat-latest', 'openai/gpt-5.2-chat'],
  [null, 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic/claude-sonnet-4.5'],
  [null, 'anthropic.claude-opus-5', 'anthropic/claude-opus-5'],
  [null, 'us-gov.openai.gpt-oss-120b-1:0', 'openai/gpt-oss-120b'],
  [null, 'deepseek.r1-v1:0', 'deepseek/deepseek-r1'],
  [null, 'meta.llama3-3-70b-instruct-v1:0', 'meta-llama/llama-3.3-70b-instruct'],
  [null, 'meta-llama/Llama-3.3-70B-Instruct-Turbo', 'meta-llama/llama-3.3-70b-instruct'],
  [null, 'meta-llama/Meta-Llama-3.1-405B-Instruct-Turbo', 'meta-llama/llama-3.1-405b-instruct'],
  [null, 'llama-3.3-70b-versatile', 'meta-llama/llama-3.3-70b-instruct'],
  [null, 'accounts/fireworks/models/glm-5p3', 'z-ai/glm-5.3'],
  [null, 'zai-org/GLM-5.3', 'z-ai/glm-5.3'],
  [null, 'google/gemma-4-31B-it', 'google/gemma-4-31b-it'],
  [null, 'google.gemma-4-31b', 'google/gemma-4-31b-it'],
  [null, 'qwen-3-32b', 'qwen/qwen3-32b'],
  [null, 'gpt-oss-120b', 'openai/gpt-oss-120b'],
])('of %s: %s is %s', (author, id, slug) => {
  expect(slugOf(author, id)).toEqual({ slug, isKnown: true })
})

test.each([
  ['anthropic', 'claude-opus-9-1-20300101', 'anthropic/claude-opus-9.1'],
  ['moonshotai', 'kimi-k2-thinking-turbo', 'moonshotai/kimi-k2-thinking-turbo'], // Another price: another model.
  ['openai', 'gpt-5-chat-latest', 'openai/gpt-5-chat-latest'],
  [null, 'Acme/Rocket-1', 'acme/rocket-1'],
  [null, 'rocket-1', 'other/rocket-1'],
])('of %s: %s, which OpenRouter lacks, is %s', (author, id, slug) => {
  expect(slugOf(author, id)).toEqual({ slug, isKnown: false })
})
