import type { Provider, SettingValue, UpstreamCall } from '../core/provider.ts'
import type { ChatApi } from './openai-chat/api.ts'
import { OPEN_SAMPLING } from './openai-chat/refusals.ts'
import { type ChatSetting, withSettings } from './openai-chat/settings.ts'
import { openAICompatible } from './openai-compatible.ts'

const SETTINGS: readonly ChatSetting[] = [
  {
    name: 'endpoint',
    about:
      "The resource's address, `https://….openai.azure.com`. With `/openai/v1` behind it, the newer API.",
    type: 'text',
    pattern: /^https:\/\/[a-z0-9.-]{4,200}(?:\/openai(?:\/v1)?)?\/?$/,
    env: 'AZURE_OPENAI_ENDPOINT',
    isRequired: true,
    to: { place: 'address' },
  },
  {
    name: 'api_version',
    about: 'The version of the API, `2024-10-21` where nothing is said. The newer API needs none.',
    type: 'text',
    pattern: /^(?:\d{4}-\d{2}-\d{2}(?:-preview)?|preview|latest)$/,
    env: 'OPENAI_API_VERSION',
    to: { place: 'own' },
  },
  {
    name: 'auth',
    about: '`api-key`, which is usual, or `entra` where the credential is a token of Microsoft Entra ID.',
    type: 'text',
    pattern: /^(?:api-key|entra)$/,
    to: { place: 'own' },
  },
]

/** The newest version that is no preview, and so the one that stays. */
const API_VERSION = '2024-10-21'

const DEPLOYMENTS: ChatApi = {
  kind: 'azure-openai',
  baseUrl: '{endpoint}',
  apiKeyEnv: 'AZURE_OPENAI_API_KEY',
  credential: { header: 'api-key' },
  settings: SETTINGS,
  isStrict: true,
  refuses: [...OPEN_SAMPLING, 'verbosity', 'cacheKey', 'cacheRetention', 'serviceTier'],
  maxTokensField: 'max_completion_tokens',
  hasAllowedTools: true,
  takesFileUrls: false,
  reasonsWithoutSampling: true,
  reasoningEcho: null,
}

/** Its newer API keeps step with OpenAI's own. */
const V1: ChatApi = { ...DEPLOYMENTS, refuses: OPEN_SAMPLING, hasDeveloperRole: true }

/**
 * A model is the name of a deployment.
 *
 * https://learn.microsoft.com/azure/ai-services/openai/reference and …/openai/api-version-lifecycle
 */
export const azureOpenAI: Provider = azure({}, null)

function azure(said: Readonly<Record<string, SettingValue>>, baseUrl: string | null): Provider {
  const address = (baseUrl ?? String(said.endpoint ?? '')).replace(/\/+$/, '')
  const isV1 = address.endsWith('/openai/v1')
  const { credential, ...api } = withSettings(isV1 ? V1 : DEPLOYMENTS, said)
  return {
    ...openAICompatible(said.auth === 'entra' || credential === undefined ? api : { ...api, credential }),
    path: pathUnder(address, said.api_version),
    configure: azure,
  }
}

function pathUnder(address: string, version: SettingValue | undefined): Provider['path'] {
  if (address.endsWith('/openai/v1')) {
    const path = `/chat/completions${version === undefined ? '' : `?api-version=${String(version)}`}`
    return () => path
  }
  const start = address.endsWith('/openai') ? '' : '/openai'
  const query = `?api-version=${String(version ?? API_VERSION)}`
  return ({ model }: UpstreamCall) =>
    `${start}/deployments/${encodeURIComponent(model)}/chat/completions${query}`
}
