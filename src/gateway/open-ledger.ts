import { ALERT_TYPES, type AlertSink } from '../core/alert.ts'
import type { Log } from '../core/ports.ts'
import type { Journal } from '../ledger/journal.ts'
import { type BudgetThresholdEvent, LedgerEvents } from '../ledger/ledger-events.ts'
import { Limits } from '../ledger/limits.ts'
import type { RuleStore } from '../storage/rules.ts'
import { Books, type SpendSource } from './books.ts'
import { RuleBook } from './rule-book.ts'

export interface LedgerParts {
  readonly journal: Journal
  readonly store: SpendSource & RuleStore
  readonly alerts: AlertSink
  readonly log: Log
}

/** The books, with the rules and pauses that the store has kept; what happens in them is told and kept in turn. */
export async function openLedger({ journal, store, alerts, log }: LedgerParts) {
  const events = new LedgerEvents()
  const limits = new Limits({ events })
  const rules = new RuleBook(await store.listRules())
  limits.pauses.restore(await store.listPauses())
  events.subscribe((event) => {
    switch (event.type) {
      case 'budget-threshold':
        return tell(event, alerts, log)
      case 'budget-paused': {
        const { budget, scope, timeMs } = event
        log.warn('A budget is exhausted, and paused until it is resumed.', { budget: budget.id, scope })
        store.putPause({ budgetId: budget.id ?? '', scope }, timeMs).catch((error: unknown) => {
          log.error('A pause could not be stored; it ends with this process.', { budget: budget.id, error })
        })
      }
    }
  })
  return { books: new Books(limits, journal, store), rules, events }
}

/** Receivers can ask for some shares of a budget; the others are logged. */
function tell(
  { budget, scope, percent, spent, limit }: BudgetThresholdEvent,
  alerts: AlertSink,
  log: Log,
): void {
  const type = ALERT_TYPES.find((each) => each === `budget_${percent}`)
  const subject = { [scope.type]: scope.id, ...(budget.id === undefined ? {} : { budget: budget.id }) }
  if (type === undefined) log.warn('A budget has reached a share.', { ...subject, percent, spent, limit })
  else alerts.raise({ type, state: 'raised', reason: 'budget', from: null, to: spent / limit, subject })
}
