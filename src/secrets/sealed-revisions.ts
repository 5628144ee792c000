import type { ConfigRevision, Page, PageRequest, RevisionStore } from '../storage/store.ts'
import { sealedBy } from './envelope.ts'
import type { Sealer } from './sealer.ts'

/**
 * Configuration documents, encrypted where they are kept: a credential may be written out in one, and a copy of the
 * database must not hold it. Documents from before there was encryption are read as they are.
 */
export class SealedRevisions implements RevisionStore {
  readonly #store: RevisionStore
  readonly #sealer: Sealer

  constructor(store: RevisionStore, sealer: Sealer) {
    this.#store = store
    this.#sealer = sealer
  }

  addRevision(revision: ConfigRevision): Promise<void> {
    const document = this.#sealer.seal(revision.document, nameOf(revision))
    return this.#store.addRevision({ ...revision, document })
  }

  async listRevisions(page: PageRequest): Promise<Page<ConfigRevision>> {
    const { items, nextCursor } = await this.#store.listRevisions(page)
    return { items: items.map((item) => this.#opened(item)), nextCursor }
  }

  async getRevision(revision: string): Promise<ConfigRevision | null> {
    const found = await this.#store.getRevision(revision)
    return found === null ? null : this.#opened(found)
  }

  /** Seals what is not sealed with the newest key; says how many documents that were. */
  async sealAll(): Promise<number> {
    let count = 0
    let cursor: string | null = null
    do {
      const page: Page<ConfigRevision> = await this.#store.listRevisions({ limit: PAGE, cursor })
      for (const item of page.items) {
        if (!this.#sealer.isOutdated(item.document)) continue
        await this.addRevision(this.#opened(item))
        count++
      }
      cursor = page.nextCursor
    } while (cursor !== null)
    return count
  }

  #opened(revision: ConfigRevision): ConfigRevision {
    if (sealedBy(revision.document) === null) return revision
    return { ...revision, document: this.#sealer.open(revision.document, nameOf(revision)) }
  }
}

const PAGE = 100

function nameOf({ revision }: ConfigRevision): string {
  return `configuration ${revision}`
}
