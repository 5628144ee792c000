import { sampleExchange, batchOf, withoutBodies } from '../../src/storage/sample-exchanges.ts'
import { seededRandom } from '../../src/routing/random.ts'
import { type PagesGateway, startPagesGateway } from './pages-gateway.ts'
import { askInTurn, BUSY } from './busy-gateway.ts'

const HOURS = 30
const MODELS = [
  ['openai', 'gpt-5.4', 0.5, 4_200_000],
  ['anthropic', 'claude-sonnet-4.6', 0.3, 11_000_000],
  ['gemini', 'gemini-2.5-flash', 0.2, 900_000],
] as const

/** A gateway with a day and more behind it, which was sampled, and some exchanges that were really made. */
export async function startShownGateway(): Promise<PagesGateway> {
  const gateway = await startPagesGateway(BUSY)
  const keys = await Promise.all(
    ['Tutor', 'Support desk', 'Code review'].map((name, index) => makeKey(gateway, name, (index + 1) * 4)),
  )
  const random = seededRandom('shown')
  const nowMs = Date.now()
  const records = []
  let number = 0
  for (let minute = HOURS * 60; minute > 1; minute--) {
    const timeMs = nowMs - minute * 60_000
    const busy = 1.2 + Math.sin((timeMs / 86_400_000) * 2 * Math.PI)
    for (let left = Math.floor(random() * busy * 3); left > 0; left--) {
      const pick = random()
      const [provider, model, , costNanos] = pick < 0.5 ? MODELS[0] : pick < 0.8 ? MODELS[1] : MODELS[2]
      const isFailed = random() < (provider === 'gemini' ? 0.09 : 0.012)
      const spread = 0.4 + random() * random() * 3
      records.push(
        sampleExchange(number++, {
          id: `exc_shown${String(number).padStart(8, '0')}`,
          timeMs: Math.floor(timeMs + random() * 60_000),
          keyId: keys[Math.floor(random() * 3)] ?? null,
          provider,
          model,
          target: `${provider}/${model}`,
          requestedModel: 'smart',
          status: isFailed ? 503 : 200,
          errorCode: isFailed ? 'provider_overloaded' : null,
          ttftMs: isFailed ? null : 380 * spread,
          durationMs: 2_400 * spread,
          costNanos: isFailed ? 0 : Math.floor(costNanos * spread),
          billedNanos: isFailed ? 0 : Math.floor(costNanos * spread),
        }),
      )
    }
  }
  for (let first = 0; first < records.length; first += 500)
    await gateway.app.store.ingest(batchOf(records.slice(first, first + 500).map(withoutBodies)))
  await askInTurn(gateway, 12)
  return gateway
}

async function makeKey(gateway: PagesGateway, name: string, usd: number): Promise<string> {
  const response = await fetch(`${gateway.url}/admin/v1/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.masterKey}` },
    body: JSON.stringify({ name, limits: { rpm: 600 }, budgets: [{ usd, window: 'month' }] }),
  })
  const { id } = (await response.json()) as { id: string } // The API's own shape.
  return id
}
