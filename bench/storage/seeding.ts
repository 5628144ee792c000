import pg from 'pg'
import { WIDTHS_MS } from '../../src/storage/rollups.ts'

/** How many days back the records lie, evenly. */
export const SEEDED_DAYS = 30
const BATCH_RECORDS = 200_000

/** By SQL alone, on a connection that nothing hurries and no trigger listens to. */
export async function seed(
  url: string,
  counts: { readonly keys: number; readonly records: number },
): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('SET session_replication_role = replica')
    await seedKeys(client, counts.keys)
    await seedRecords(client, counts.records)
    await client.query('VACUUM ANALYZE')
  } finally {
    await client.end()
  }
}

/** Keys `key_0`, `key_1`, … with the hashes `hash-0`, `hash-1`, … */
async function seedKeys(client: pg.Client, count: number): Promise<void> {
  await client.query(
    `INSERT INTO keys (id, hash, hint, name, role, limits, budgets, blocked, tags, created_at_ms, updated_at_ms)
     SELECT 'key_' || n, 'hash-' || n, 'wxyz', 'Key ' || n, 'inference', '{}', '[]', 0, '[]', n, n
     FROM generate_series(0, $1::bigint - 1) AS n ON CONFLICT DO NOTHING`,
    [count],
  )
}

/** Of 20 models at 4 providers, with the roll-ups of all of them. */
async function seedRecords(client: pg.Client, count: number): Promise<void> {
  const stepMs = (SEEDED_DAYS * 86_400_000) / count
  for (let from = 0; from < count; from += BATCH_RECORDS) {
    await client.query(
      `INSERT INTO exchanges (seq, id, time_ms, key_id, dialect, model, provider, status, attempts, input_tokens,
         output_tokens, cache_read_tokens, reasoning_tokens, usage_source, cost_nanos, billed_nanos, duration_ms,
         overhead_ms, details)
       SELECT nextval('exchanges_seq'), 'exc_' || n, floor(extract(epoch FROM now()) * 1000 - $3::bigint * 86400000 + n * $4::float8),
         'key_' || n % 1000, 'openai-chat', 'model-' || n % 20, 'provider-' || n % 4, 200, 1,
         100, 20, 0, 0, 'provider', 700, 735, 120.5, 0.7, '{}'
       FROM generate_series($1::bigint, $2::bigint) AS n`,
      [from, Math.min(from + BATCH_RECORDS, count) - 1, SEEDED_DAYS, stepMs],
    )
  }
  for (const widthMs of WIDTHS_MS) {
    await client.query(
      `INSERT INTO usage_rollups SELECT ${widthMs}, time_ms / ${widthMs} * ${widthMs}, model, provider, dialect, count(*),
         0, sum(input_tokens), sum(output_tokens), 0, 0, sum(cost_nanos), count(*), sum(billed_nanos), count(*)
       FROM exchanges GROUP BY 1, 2, 3, 4, 5`,
    )
  }
}
