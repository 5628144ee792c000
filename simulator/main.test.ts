import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { FAULT_NAMES } from './fault.ts'
import { MODEL_NAMES } from './models.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))

test('the command serves until it is told to stop, then tells its totals', async () => {
  const command = spawn(process.execPath, [MAIN, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(command.stdout, 'data')
  const url = /http:\S+/.exec(String(line))?.[0] ?? ''
  const body = JSON.stringify({ model: 'echo', messages: [{ role: 'user', content: 'Ahoy' }] })
  expect((await fetch(`${url}/v1/chat/completions`, { method: 'POST', body })).status).toBe(200)
  const said = once(command.stdout, 'data')
  command.kill('SIGTERM')
  expect(String((await said)[0])).toContain('1 requests, 0 aborted, 1 tokens in, 1 out')
  expect(await once(command, 'exit')).toEqual([0, null])
})

test('the command refuses what is not a number', async () => {
  const command = spawn(process.execPath, [MAIN, '--port', 'x'], { stdio: 'ignore' })
  expect(await once(command, 'exit')).toEqual([2, null])
})

test('the README knows every model and every fault', () => {
  const text = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  for (const name of MODEL_NAMES) expect(text).toContain(`| \`${name}\` |`)
  for (const name of FAULT_NAMES) expect(text).toMatch(new RegExp(`\`${name}[=\`]`))
})
