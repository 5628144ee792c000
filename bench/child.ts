import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const START_MS_MAX = 30_000
const STOP_MS_MAX = 30_000

/** What a program says first. Rejects when it ends without a word, or says nothing in time. */
export async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The output of this program is not piped.')
  const lines = createInterface({ input: child.stdout })
  const signal = AbortSignal.timeout(START_MS_MAX)
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`${child.spawnfile} ended with ${code} at its start.`)
  })
  const [line] = await Promise.race([once(lines, 'line', { signal }), ended])
  ended.catch(() => {}) // It ends in its own time now.
  return line
}

/** Asks a program to end, and makes it when it does not. Resolves when it has. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX)
  await ended
  clearTimeout(timer)
}
