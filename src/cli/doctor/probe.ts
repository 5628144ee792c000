import type { WireFormat } from '../../core/request.ts'
import { type Finding, fail, ok, reasonOf, warn } from './finding.ts'
import type { ConfiguredProvider } from './providers.ts'

const ANSWER_MS = 10_000

/** A list of models below the base URL: the request that needs a key and costs nothing. */
const MODEL_LISTS: Readonly<Record<WireFormat, string>> = {
  'openai-chat': '/models',
  'openai-responses': '/models',
  'anthropic-messages': '/v1/models?limit=1',
  gemini: '/models?pageSize=1',
}

/** Shows each of a provider's keys to it, one after the other. */
export async function probe(configured: ConfiguredProvider, address: string): Promise<readonly Finding[]> {
  const { name, provider, config } = configured
  const hasNoKey = config.credentials.length === 0 && provider.access !== undefined
  if (provider.wire === null || hasNoKey)
    return [
      warn(
        `key of ${name}`,
        'it was not tried: no request to it is known that costs nothing',
        'Ask a model.',
      ),
    ]
  const credentials = config.credentials.length > 0 ? config.credentials : [null]
  const findings: Finding[] = []
  for (const credential of credentials) {
    const about = credentials.length === 1 ? `key of ${name}` : `key ${credential?.name} of ${name}`
    const headers = { ...provider.headers(credential?.value ?? null), ...config.headers }
    findings.push(await ask(about, `${address}${MODEL_LISTS[provider.wire]}`, headers))
  }
  return findings
}

async function ask(about: string, url: string, headers: Readonly<Record<string, string>>): Promise<Finding> {
  try {
    const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS) })
    await response.body?.cancel()
    return judge(about, response.status)
  } catch (error) {
    const reason = reasonOf(error instanceof TypeError ? error.cause : error)
    return fail(about, `no answer to a list of models (${reason})`, 'Look again later, or ask the provider.')
  }
}

function judge(about: string, status: number): Finding {
  if (status < 300) return ok(about, 'it was taken, for a list of models, which costs nothing')
  if (status === 401 || status === 403)
    return fail(
      about,
      `it was refused (${status})`,
      'Make a new one at the provider, and check that it may list models.',
    )
  if (status === 429) return warn(about, 'the provider limits requests just now (429)', 'Look again later.')
  if (status < 500)
    return warn(
      about,
      `there is no list of models to ask for (${status})`,
      'Try a model: the key may be good.',
    )
  return warn(
    about,
    `the provider has a fault (${status})`,
    "Look at the provider's status page, and again later.",
  )
}
