import { join } from 'node:path'
import type { Log } from '../core/ports.ts'
import { Journal } from '../ledger/journal.ts'
import type { OnChange } from './changes.ts'
import { usualDataFolder } from './storage-place.ts'
import type { JournalStore } from './store.ts'
import { openStore } from './thread-store.ts'

export interface BooksOptions {
  readonly config: { readonly storage: { readonly url: string } }
  /** Where the journal lies, one process for each. Absent: where it usually lies for this storage. */
  readonly dataFolder?: string | undefined
  readonly log: Log
}

/** The journal and the tables it flows into. What an earlier process left is settled before this resolves. */
export async function openBooks(
  { config, dataFolder, log }: BooksOptions,
  onChange: OnChange,
): Promise<{ store: JournalStore; journal: Journal }> {
  const { url } = config.storage
  const journalDirectory = join(dataFolder ?? usualDataFolder(url), 'journal')
  let journal: Journal | null = null
  const store = await openStore({
    url,
    journalDirectory,
    log,
    onChange,
    onIngested: (position) => journal?.consumed(position),
  })
  journal = new Journal({
    directory: journalDirectory,
    after: store.position,
    onAdvance: (position) => store.journalGrown(position),
  })
  if (journal.tornBytes > 0) {
    log.warn('The last write of an earlier process was cut short; its answer never left.', {
      bytes: journal.tornBytes,
    })
  }
  return { store, journal }
}
