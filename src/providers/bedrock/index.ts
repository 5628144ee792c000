import type { AccessPlan } from '../../core/access.ts'
import type { Provider, ProviderSetting, SettingValue } from '../../core/provider.ts'
import { EVENT_STREAM } from '../../wire/event-stream.ts'
import { claudeModel } from '../anthropic/model.ts'
import { classify } from './classify.ts'
import { ConverseDecoder, decodeBody } from './decoder.ts'
import { encode } from './encode.ts'

const SETTINGS: readonly ProviderSetting[] = [
  {
    name: 'aws_region',
    about: 'The region whose models are asked, as `us-east-1`.',
    type: 'text',
    pattern: /^[a-z]{2}(?:-[a-z]+)+-\d$/,
    env: 'AWS_REGION',
    isRequired: true,
  },
  {
    name: 'access_key_id',
    about: "Signs requests, where there is no API key. Without it, the machine's own credentials do.",
    type: 'text',
    pattern: /^[\w-]{1,128}$/,
  },
  {
    name: 'secret_access_key',
    about: 'The secret of `access_key_id`.',
    type: 'text',
    pattern: /^[\x21-\x7e]{1,256}$/,
    isSecret: true,
  },
  {
    name: 'session_token',
    about: 'Belongs to access keys that are valid for a while.',
    type: 'text',
    pattern: /^[\x21-\x7e]{1,8192}$/,
    isSecret: true,
  },
  {
    name: 'guardrail_id',
    about: 'A guardrail that every request is held to.',
    type: 'text',
    pattern: /^[a-zA-Z0-9:/-]{1,2048}$/,
  },
  {
    name: 'guardrail_version',
    about: 'Its version, `DRAFT` where nothing is said.',
    type: 'text',
    pattern: /^(?:[1-9]\d{0,7}|DRAFT)$/,
  },
]

/** Amazon Bedrock by its API for all models, Converse: https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference.html */
export const bedrock: Provider = inRegion({}, null)

function inRegion(said: Readonly<Record<string, SettingValue>>, baseUrl: string | null): Provider {
  const text = (name: string) => (said[name] === undefined ? null : String(said[name]))
  const id = text('guardrail_id')
  const guardrail =
    id === null ? null : { guardrailIdentifier: id, guardrailVersion: text('guardrail_version') ?? 'DRAFT' }
  return {
    kind: 'bedrock',
    wire: null,
    baseUrl: `https://bedrock-runtime.${text('aws_region') ?? '{aws_region}'}.amazonaws.com`,
    apiKeyEnv: 'AWS_BEARER_TOKEN_BEDROCK',
    settings: SETTINGS,
    configure: inRegion,
    headers: (credential): Readonly<Record<string, string>> =>
      credential === null ? {} : { authorization: `Bearer ${credential}` },
    access: accessOf(text, baseUrl),
    path: ({ model, stream }) => `/model/${encodeURIComponent(model)}/converse${stream ? '-stream' : ''}`,
    continuesPrefix: (model) => claudeModel(model).continuesPrefix,
    encode: (request, target) => encode(request, target, guardrail),
    nativeEdits: () => ({}),
    framing: EVENT_STREAM,
    createDecoder: (context) => new ConverseDecoder(context),
    decodeBody,
    classify,
  }
}

/** A region that is not said is in the address. */
function accessOf(text: (name: string) => string | null, baseUrl: string | null): AccessPlan {
  const accessKeyId = text('access_key_id')
  const secretAccessKey = text('secret_access_key')
  const region = text('aws_region') ?? /bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\./.exec(baseUrl ?? '')?.[1]
  return {
    type: 'aws',
    region: region ?? 'us-east-1',
    service: 'bedrock',
    keys:
      accessKeyId === null || secretAccessKey === null
        ? null
        : { accessKeyId, secretAccessKey, sessionToken: text('session_token') },
  }
}
