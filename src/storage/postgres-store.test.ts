import { describe } from 'vitest'
import { emptyDatabase, testPostgres } from '../../test/support/postgres.ts'
import { openPostgres } from './postgres.ts'
import { SAMPLE_TIME_MS } from './sample-exchanges.ts'
import { storeSuite } from './store-suite.ts'

const postgres = await testPostgres()

describe.skipIf(postgres === null)('on PostgreSQL', async () => {
  const url = (await postgres?.createDatabase()) ?? ''

  storeSuite(
    'SqlStore over PostgreSQL',
    async () => {
      const { store } = await openPostgres(url, {
        today: async () => Math.floor(SAMPLE_TIME_MS / 86_400_000),
        log: () => {},
      })
      return {
        store,
        async dispose() {
          await store.close()
          await emptyDatabase(url)
        },
      }
    },
    { sweeps: 'days' },
  )
})
