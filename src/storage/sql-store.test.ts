import { SqlStore } from './sql-store.ts'
import { openSqlite } from './sqlite.ts'
import { storeSuite } from './store-suite.ts'

storeSuite('SqlStore over SQLite', async () => {
  const store = new SqlStore(await openSqlite(':memory:'))
  return { store, dispose: () => store.close() }
})
