import { createServer } from 'node:net'
import type { ServerConfig } from '../../config/config.ts'
import { type Finding, fail, ok, reasonOf, warn } from './finding.ts'

const ABOUT = 'address'
const ANSWER_MS = 3_000

/** Whether the gateway could listen where it is told to, or already does. */
export async function checkAddress({ host, port }: Pick<ServerConfig, 'host' | 'port'>): Promise<Finding> {
  if (port === 0) return ok(ABOUT, `${host}, on any free port`)
  const place = `${host}:${port}`
  const refusal = await tryToListen(host, port)
  switch (refusal) {
    case null:
      return ok(ABOUT, `${place} is free; no gateway is running there`)
    case 'EADDRINUSE':
      return whoIsThere(host, port)
    case 'EACCES':
      return fail(
        ABOUT,
        `this user may not listen on ${place}`,
        'Take a port above 1023 with --port or PORTOLAN_PORT.',
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return fail(
        ABOUT,
        `${host} is no address of this machine`,
        'Take 127.0.0.1, or 0.0.0.0 for all of its addresses.',
      )
    default:
      return fail(ABOUT, `${place} cannot be had (${refusal})`, 'Take another with --host and --port.')
  }
}

/** Null where it worked; the port is let go at once. */
function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(reasonOf(error)))
    server.listen(port, host, () => server.close(() => resolve(null)))
  })
}

async function whoIsThere(host: string, port: number): Promise<Finding> {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const url = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
  const status = await statusAt(`${url}/healthz`)
  if (status !== 'alive') {
    const advice = 'Stop that program, or take another port with --port or PORTOLAN_PORT.'
    return fail(ABOUT, `another program has ${host}:${port}`, advice)
  }
  const readiness = await statusAt(`${url}/readyz`)
  if (readiness === 'ready') return ok(ABOUT, `a gateway answers at ${url} and is ready`)
  const advice = 'Wait a moment and look again; if it stays so, its log says why.'
  return warn(ABOUT, `a gateway answers at ${url} and is not ready (${readiness ?? 'no answer'})`, advice)
}

/** The `status` that our own health pages tell; null for anything else. */
async function statusAt(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS) })
    const body: unknown = await response.json()
    const status = typeof body === 'object' && body !== null && 'status' in body ? body.status : null
    return typeof status === 'string' ? status : null
  } catch {
    return null
  }
}
