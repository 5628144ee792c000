import type { Failure } from '../failure.ts'
import { retryHeaders } from '../failure.ts'
import type { Refusal } from './format.ts'

/** https://platform.openai.com/docs/guides/error-codes */
export function renderOpenaiFailure(failure: Failure): Refusal {
  const { status, type, code, message } = shapeOf(failure)
  return {
    status,
    headers: retryHeaders(failure),
    body: { error: { message, type, param: failure.details.param ?? null, code } },
  }
}

interface Shape {
  readonly status: number
  readonly type: string
  readonly code: string | null
  readonly message: string
}

function shapeOf({ kind, message, details }: Failure): Shape {
  const invalid = 'invalid_request_error'
  switch (kind) {
    case 'invalid':
      return { status: 400, type: invalid, code: details.code ?? null, message }
    case 'invalid-json':
      return { status: 400, type: invalid, code: null, message: BAD_JSON }
    case 'too-large':
      return { status: 413, type: invalid, code: null, message: 'Request body is too large.' }
    case 'key-missing':
      return { status: 401, type: invalid, code: null, message: NO_KEY }
    case 'key-invalid':
      return { status: 401, type: invalid, code: 'invalid_api_key', message: 'Incorrect API key provided.' }
    case 'path-unknown':
      return { status: 404, type: invalid, code: null, message: `Invalid URL (${message})` }
    case 'method-unknown':
      return {
        status: 405,
        type: invalid,
        code: 'method_not_supported',
        message: `Not allowed to ${message}.`,
      }
    case 'model-missing':
      return { status: 400, type: invalid, code: null, message: 'you must provide a model parameter' }
    case 'model-unknown': {
      const text = `The model \`${message}\` does not exist or you do not have access to it.`
      return { status: 404, type: invalid, code: 'model_not_found', message: text }
    }
    case 'rate-limited': {
      const text = 'Rate limit reached for requests per min (RPM). Please try again later.'
      return { status: 429, type: 'requests', code: 'rate_limit_exceeded', message: text }
    }
    case 'context-length':
      return { status: 400, type: invalid, code: 'context_length_exceeded', message: TOO_LONG }
    case 'content-filter':
      return { status: 400, type: invalid, code: 'content_filter', message: FILTERED }
    case 'scripted':
      return { ...scripted(details.status ?? 500), ...(message === '' ? {} : { message }) }
  }
}

function scripted(status: number): Shape {
  const [type, code, message] = SCRIPTED.get(status) ?? (status < 500 ? OTHER_4XX : OTHER_5XX)
  return { status, type, code, message }
}

const SCRIPTED = new Map<number, readonly [type: string, code: string | null, message: string]>([
  [401, ['invalid_request_error', 'invalid_api_key', 'Incorrect API key provided.']],
  [403, ['invalid_request_error', 'unsupported_country_region_territory', 'Country not supported.']],
  [404, ['invalid_request_error', 'model_not_found', 'The model does not exist.']],
  [429, ['requests', 'rate_limit_exceeded', 'Rate limit reached. Please try again later.']],
  [503, ['server_error', null, 'The engine is currently overloaded, please try again later.']],
])
const OTHER_4XX = ['invalid_request_error', null, 'The request was refused.'] as const
const OTHER_5XX = ['server_error', null, 'The server had an error while processing your request.'] as const

const BAD_JSON = 'We could not parse the JSON body of your request. The API expects a JSON payload.'
const NO_KEY = "You didn't provide an API key. Provide it in an Authorization header using Bearer auth."
const TOO_LONG =
  "This model's maximum context length is 128000 tokens. However, your messages resulted in 128001 tokens. " +
  'Please reduce the length of the messages.'
const FILTERED =
  "The prompt was refused by the provider's content management policy. Please change it and try again."
