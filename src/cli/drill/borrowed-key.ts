import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { GatewayClient } from '../gateway-client.ts'
import type { Surroundings } from '../surroundings.ts'
import type { DrillFlags } from './drill-options.ts'

/** What callers ask with. */
export interface BorrowedKey {
  readonly key: string
  giveBack(): Promise<void>
}

/** The key that is named; else a new one, for one model, so many calls and not for long, and deleted in the end. */
export async function borrowKey(
  model: string,
  flags: DrillFlags,
  client: GatewayClient,
  { cwd, now }: Pick<Surroundings, 'cwd' | 'now'>,
): Promise<BorrowedKey> {
  if (flags.keyFile !== undefined)
    return { key: await readKey(resolve(cwd, flags.keyFile)), async giveBack() {} }
  const durationMs = flags.before + flags.for + flags.after
  const calls = Math.ceil((durationMs / 1_000) * flags.rate) + SPARE_CALLS
  const { id, key } = await client.send<{ readonly id: string; readonly key: string }>('POST', KEYS, {
    name: 'drill',
    models: [model],
    // Not money: a budget of money refuses models whose price is not known.
    budgets: [{ calls, window: 'lifetime' }],
    expires_at: new Date(now() + durationMs + SPARE_MS).toISOString(),
    tags: ['drill'],
  })
  return {
    key,
    async giveBack() {
      await client.send('DELETE', `${KEYS}/${encodeURIComponent(id)}`)
    },
  }
}

const KEYS = '/admin/v1/keys'
/** One to see whether there are answers at all, and one for each phase that rounds up. */
const SPARE_CALLS = 10
const SPARE_MS = 300_000

async function readKey(file: string): Promise<string> {
  const key = (await readFile(file, 'utf8').catch(() => '')).trim()
  if (/^[\x21-\x7e]+$/.test(key)) return key
  throw new Error(`The key file ${file} is missing, or holds no key.`)
}
