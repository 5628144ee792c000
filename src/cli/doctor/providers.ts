import { connect as connectTcp } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ProviderConfig } from '../../config/config.ts'
import type { Provider } from '../../core/provider.ts'
import { type Finding, fail, ok, reasonOf, warn } from './finding.ts'
import { probe } from './probe.ts'

const CONNECT_MS = 3_000

export interface ConfiguredProvider {
  readonly name: string
  readonly provider: Provider
  readonly config: ProviderConfig
}

/** Whether a provider can be reached, without a word to it; with `isProbing` also whether it takes our keys. */
export async function checkProvider(
  configured: ConfiguredProvider,
  { isProbing, monotonicMs }: { readonly isProbing: boolean; monotonicMs(): number },
): Promise<readonly Finding[]> {
  const { name, provider, config } = configured
  const about = `provider ${name}`
  const address = config.baseUrl ?? provider.baseUrl
  if (address === null) return [fail(about, 'it has no address', 'Give it a base_url.')]
  const url = new URL(address)
  const startedMs = monotonicMs()
  const failure = await connectFailure(url)
  if (failure !== null) return [fail(about, `${url.host} cannot be reached (${failure})`, adviceOn(failure))]
  const reached = ok(about, `${url.host} can be reached (${Math.round(monotonicMs() - startedMs)} ms)`)
  if (provider.apiKeyEnv !== null && config.credentials.length === 0)
    return [reached, warn(about, 'it has no key', `Set ${provider.apiKeyEnv}, or give it an api_key.`)]
  return isProbing ? [reached, ...(await probe(configured, address))] : [reached]
}

/** Finds the name, connects, and for `https` checks the certificate; null where all of it works. */
function connectFailure(url: URL): Promise<string | null> {
  const isTls = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port)
  return new Promise((resolve) => {
    const socket = isTls
      ? connectTls({ host, port, servername: /^[\d.]+$|:/.test(host) ? '' : host })
      : connectTcp({ host, port })
    const end = (failure: string | null) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(failure)
    }
    const timer = setTimeout(() => end('ETIMEDOUT'), CONNECT_MS)
    socket.once(isTls ? 'secureConnect' : 'connect', () => end(null))
    socket.on('error', (error) => end(reasonOf(error)))
  })
}

function adviceOn(failure: string): string {
  switch (failure) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'Check the name in base_url, and that this machine can look names up.'
    case 'ECONNREFUSED':
      return 'Nothing listens there: start that server, or correct base_url.'
    case 'ETIMEDOUT':
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return 'Check the network and its firewall; proxies are not used.'
    default:
      return /CERT|SIGNATURE|ISSUER|ALTNAME/.test(failure)
        ? 'Its certificate is not trusted here: add the authority with NODE_EXTRA_CA_CERTS, or correct base_url.'
        : 'Check base_url and the network.'
  }
}
