import type { ServerResponse } from 'node:http'
import type { Pages } from './dashboard/pages.ts'
import type { Handler } from './listener.ts'

export interface FrontDoorOptions {
  /** Whether a request that came now could be served. */
  isReady(): boolean
  readonly dataPlane: Handler
  /** Everything under `/admin/`, and under `/scim/`. */
  readonly adminPlane: Handler
  /** The dashboard. */
  readonly pages: Pages
  /** The JSON Schema of the configuration file. */
  configSchema(): string
}

export interface FrontDoor {
  readonly handle: Handler
  /** From now on nothing new is served: `/readyz` says so, and so does every answer's `connection: close`. */
  close(): void
  readonly isClosing: boolean
}

/** Sends each request to the plane it is for. */
export function frontDoor(options: FrontDoorOptions): FrontDoor {
  let isClosing = false
  const readiness = () => (isClosing ? 'shutting_down' : options.isReady() ? 'ready' : 'store_unavailable')
  return {
    handle(request, response, path) {
      if (isClosing) response.setHeader('connection', 'close')
      switch (path) {
        case '/healthz':
          return say(response, 200, { status: 'alive' })
        case '/readyz':
          return say(response, readiness() === 'ready' ? 200 : 503, { status: readiness() })
        case '/schema/portolan.json':
          return send(response, 200, options.configSchema())
        default:
          if (path.startsWith('/admin/') || path.startsWith('/scim/'))
            options.adminPlane(request, response, path)
          else if (request.method !== 'POST' && options.pages.takes(request, path))
            options.pages.handle(request, response, path)
          else options.dataPlane(request, response, path)
      }
    },
    close() {
      isClosing = true
    },
    get isClosing() {
      return isClosing
    },
  }
}

function say(response: ServerResponse, status: number, value: Readonly<Record<string, string>>): void {
  send(response, status, JSON.stringify(value))
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}
