import { fork } from 'node:child_process'
import { once } from 'node:events'

export interface Upstream {
  readonly port: number
  readonly pid: number
  stop(): void
}

/** Starts the upstream in its own process. */
export async function startUpstream(): Promise<Upstream> {
  const child = fork(new URL('./server.ts', import.meta.url))
  const [port] = await once(child, 'message')
  return { port, pid: child.pid ?? 0, stop: () => child.disconnect() }
}
