import { afterEach, beforeEach, describe } from 'vitest'
import { auditSuite } from './audit-suite.ts'
import { exchangeSuite } from './exchange-suite.ts'
import { keySuite } from './key-suite.ts'
import { ownerSuite } from './owner-suite.ts'
import { responseSuite } from './response-suite.ts'
import type { Store } from './store.ts'
import { sweepDaysSuite, sweepRowsSuite } from './sweep-suite.ts'
import { usageSuite } from './usage-suite.ts'

export interface OpenedStore {
  readonly store: Store
  /** Closes the store and removes what it leaves behind. */
  dispose(): Promise<void>
}

/** What every store must do, whatever the database. `open` gives a new and empty one each time. */
export function storeSuite(
  name: string,
  open: () => Promise<OpenedStore>,
  { sweeps = 'rows' }: { readonly sweeps?: 'rows' | 'days' } = {},
): void {
  describe(name, () => {
    let opened: OpenedStore
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(() => opened.dispose())

    const current = () => opened.store
    describe('keys and revisions', () => keySuite(current))
    describe('exchanges', () => exchangeSuite(current))
    describe('owners', () => ownerSuite(current))
    describe('responses', () => responseSuite(current))
    describe('audit', () => auditSuite(current))
    describe('usage and spend', () => usageSuite(current))
    describe('retention', () => (sweeps === 'rows' ? sweepRowsSuite : sweepDaysSuite)(current))
  })
}
