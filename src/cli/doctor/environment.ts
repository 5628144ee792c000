import { existsSync } from 'node:fs'
import type { Surroundings } from '../surroundings.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

type Environment = Surroundings['env']

const PROXIES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']
const PLANNED = ['PORTOLAN_STATE_URL']

/** Variables that change how the gateway runs, or that people expect to. */
export function checkEnvironment(env: Environment): readonly Finding[] {
  const findings = [...nodeOptions(env), ...certificates(env), ...proxies(env), ...planned(env)]
  return findings.length === 0 ? [ok('environment', 'no variable stands in the way')] : findings
}

function nodeOptions({ NODE_OPTIONS: options = '' }: Environment): readonly Finding[] {
  if (options.trim() === '') return []
  const message = `NODE_OPTIONS is set: ${options}`
  const risk = RISKS.find(({ flag }) => flag.test(options))
  return [warn('environment', message, risk?.advice ?? 'Unset it, unless you mean it for the gateway.')]
}

const RISKS = [
  { flag: /--inspect/, advice: 'Unset it: whoever reaches the debugger reads every key in memory.' },
  {
    flag: /--(?:require|import|loader|experimental-loader)\b|(?:^|\s)-r\b/,
    advice: 'Unset it, unless you know that code: it runs inside the gateway and sees every request.',
  },
  {
    flag: /--max[-_]old[-_]space[-_]size/,
    advice: 'See that the limit is meant for the gateway: a process that reaches it is ended.',
  },
]

function certificates({ NODE_TLS_REJECT_UNAUTHORIZED: checks, NODE_EXTRA_CA_CERTS: file }: Environment) {
  const findings: Finding[] = []
  if (checks === '0') {
    const message = 'NODE_TLS_REJECT_UNAUTHORIZED=0: nobody checks that a provider is who it says'
    findings.push(
      fail('environment', message, 'Unset it, and add your own authority with NODE_EXTRA_CA_CERTS.'),
    )
  }
  if (file !== undefined && file !== '' && !existsSync(file)) {
    const message = `NODE_EXTRA_CA_CERTS names ${file}, which is not there`
    findings.push(
      fail('environment', message, 'Correct the path: Node goes on without it, and says so only once.'),
    )
  }
  return findings
}

/** Small and capital letters mean the same to other programs. */
function proxies(env: Environment): readonly Finding[] {
  const set = PROXIES.flatMap((name) => [name, name.toLowerCase()]).filter((name) => (env[name] ?? '') !== '')
  if (set.length === 0) return []
  const advice = 'Unset what you do not need, or give a provider a base_url that leads where the proxy would.'
  return [warn('environment', `${set.join(', ')}: ignored, providers are reached directly`, advice)]
}

function planned(env: Environment): readonly Finding[] {
  return PLANNED.filter((name) => (env[name] ?? '') !== '' && env[name] !== 'memory:').map((name) =>
    warn('environment', `${name} is set and not supported yet`, 'Unset it; it changes nothing.'),
  )
}
