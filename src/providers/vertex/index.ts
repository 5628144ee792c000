import type { AccessPlan } from '../../core/access.ts'
import type {
  EncodedRequest,
  Provider,
  ProviderSetting,
  SettingValue,
  UpstreamCall,
} from '../../core/provider.ts'
import { anthropic } from '../anthropic/index.ts'
import { classify as classifyMessages } from '../anthropic/classify.ts'
import { gemini } from '../gemini.ts'
import { decodeBody, VertexDecoder } from './decoder.ts'
import { forVertex } from './for-vertex.ts'

const SETTINGS: readonly ProviderSetting[] = [
  {
    name: 'project',
    about: 'The project that pays.',
    type: 'text',
    pattern: /^[a-z0-9.:-]{1,100}$/,
    isRequired: true,
  },
  {
    name: 'location',
    about: 'Where it is computed, as `europe-west4`; `global` where nothing is said.',
    type: 'text',
    pattern: /^[a-z0-9-]{2,40}$/,
  },
  {
    name: 'credentials_file',
    about: 'The path of the key file of a service account.',
    type: 'text',
    pattern: /^[^\0]{1,4096}$/,
  },
  {
    name: 'credentials_json',
    about:
      'What stands in such a file. With neither, and no key, the machine is asked for a token, as on Google Cloud.',
    type: 'text',
    pattern: /^[^\0]{1,20000}$/,
    isSecret: true,
  },
]

/** Gemini and Claude on Vertex AI: https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference */
export const vertex: Provider = inProject({}, null)

function inProject(said: Readonly<Record<string, SettingValue>>, baseUrl: string | null): Provider {
  const text = (name: string) => (said[name] === undefined ? null : String(said[name]))
  const project = text('project')
  const location = text('location') ?? 'global'
  // An address without a project holds one itself.
  const place =
    project === null && baseUrl !== null ? '' : `/projects/${project ?? '{project}'}/locations/${location}`
  return {
    kind: 'vertex',
    wire: 'gemini',
    baseUrl: `https://${hostOf(location)}/v1`,
    apiKeyEnv: null,
    settings: SETTINGS,
    configure: inProject,
    headers: (credential): Readonly<Record<string, string>> =>
      credential === null ? {} : { authorization: `Bearer ${credential}` },
    access: accessOf(text),
    path: (call) => `${place}${modelPath(call)}`,
    continuesPrefix: (model) => isClaude(model) && anthropic.continuesPrefix?.(model) === true,
    encode: (request, target) =>
      isClaude(target.model)
        ? asPrediction(anthropic.encode(request, target))
        : forVertex(gemini.encode(request, target)),
    nativeEdits: (request, target) => gemini.nativeEdits(request, target),
    takesNatively: (_, { model }) => !isClaude(model),
    createDecoder: (context) => new VertexDecoder(context),
    decodeBody,
    classify: (reply) => (reply.body?.type === 'error' ? classifyMessages(reply) : gemini.classify(reply)),
  }
}

/** Some locations are of several regions, and have hosts of another form. */
function hostOf(location: string): string {
  if (location === 'global') return 'aiplatform.googleapis.com'
  if (location === 'us' || location === 'eu') return `aiplatform.${location}.rep.googleapis.com`
  return `${location}-aiplatform.googleapis.com`
}

function isClaude(model: string): boolean {
  return /(?:^|\/)claude-/.test(model)
}

/** The name alone, or with its publisher: `publishers/google/models/gemini-3-flash`. */
function modelPath({ model, stream }: UpstreamCall): string {
  const [, named, rest = model] = /^(?:publishers\/([a-z0-9-]+)\/)?(?:models\/)?(.+)$/.exec(model) ?? []
  const publisher = named ?? (isClaude(model) ? 'anthropic' : 'google')
  const path = `/publishers/${publisher}/models/${encodeURIComponent(rest)}`
  if (publisher === 'anthropic') return `${path}:${stream ? 'streamRawPredict' : 'rawPredict'}`
  return `${path}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`
}

/** https://platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai: the path names the model. */
function asPrediction({ body: { model: _model, ...body }, ...rest }: EncodedRequest): EncodedRequest {
  return { ...rest, body: { anthropic_version: 'vertex-2023-10-16', ...body } }
}

function accessOf(text: (name: string) => string | null): AccessPlan {
  return { type: 'google', file: text('credentials_file'), json: text('credentials_json') }
}
