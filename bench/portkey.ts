import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { stopChild } from './child.ts'
import type { Subject } from './subject.ts'

const FOLDER = fileURLToPath(new URL('./peers/portkey', import.meta.url))
const START_MS_MAX = 20_000

/**
 * Installs Portkey's gateway by its lockfile, and starts it on a free port. It checks no key and keeps no books, so
 * nothing of what `WHAT_IS_ON` lists is on here: the advantage is Portkey's.
 */
export async function startPortkey(upstreamPort: number): Promise<Subject> {
  await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--prefer-offline'], { cwd: FOLDER })
  const gateway = join(FOLDER, 'node_modules/@portkey-ai/gateway')
  const { version } = JSON.parse(await readFile(join(gateway, 'package.json'), 'utf8'))
  const port = await freePort()
  const child = spawn(
    process.execPath,
    [join(gateway, 'build/start-server.js'), `--port=${port}`, '--headless'],
    { stdio: 'ignore', env: { ...process.env, NODE_ENV: 'production' } },
  )
  for (const startMs = performance.now(); !(await answers(port)); await sleep(50)) {
    if (child.exitCode !== null) throw new Error(`Portkey ended with ${child.exitCode} at its start.`)
    if (performance.now() - startMs > START_MS_MAX) throw new Error('Portkey was not ready in time.')
  }
  return {
    name: `portkey ${version}`,
    pid: child.pid ?? 0,
    destination: {
      port,
      headers: {
        authorization: 'Bearer sk-upstream',
        'x-portkey-provider': 'openai',
        'x-portkey-custom-host': `http://127.0.0.1:${upstreamPort}/v1`,
      },
    },
    stop: () => stopChild(child),
  }
}

/** Portkey does not say which port it took when it is given none. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // It listens on a port, not on a path.
  server.close()
  await once(server, 'close')
  return port
}

async function answers(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' })
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
