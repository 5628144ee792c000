import type { Provider } from '../core/provider.ts'
import { LOG_PROBABILITIES, OPEN_SAMPLING, OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/**
 * Cortex, with a programmatic access token.
 *
 * https://docs.snowflake.com/en/user-guide/snowflake-cortex/cortex-rest-api
 */
export const snowflake: Provider = openAICompatible({
  kind: 'snowflake',
  baseUrl: 'https://{account}.snowflakecomputing.com/api/v2/cortex/v1',
  apiKeyEnv: 'SNOWFLAKE_CORTEX_PAT',
  settings: [
    {
      name: 'account',
      about: "The account's identifier, `organization-account`.",
      type: 'text',
      pattern: /^[a-zA-Z0-9_.-]{2,200}$/,
      env: 'SNOWFLAKE_ACCOUNT',
      isRequired: true,
      to: { place: 'address' },
    },
  ],
  headers: { 'x-snowflake-authorization-token-type': 'PROGRAMMATIC_ACCESS_TOKEN' },
  refuses: [
    ...OPEN_SAMPLING,
    ...LOG_PROBABILITIES,
    ...OPENAI_ALONE,
    'seed',
    'stop',
    'logitBias',
    'n',
    'cacheKey',
    'user',
    'serviceTier',
    'parallelToolCalls',
  ],
  maxTokensField: 'max_completion_tokens',
  // Every end of an answer is an empty word.
  answersOddly: true,
  // Its own for a token or an account that is not allowed: https://docs.snowflake.com/en/developer-guide/sql-api/reference
  errorCodes: { '390144': 'provider_unauthorized', '395001': 'provider_unauthorized' },
})
