import type { Evidence } from './evidence.ts'
import {
  deadlinesAreKept,
  everyCallerGetsOneEnding,
  noCutAnswerLooksWhole,
  nobodyTakesOverAfterTheCommitPoint,
  noSecretReachesACaller,
} from './invariants/callers.ts'
import { budgetsAreKept, limitsAreKept, settlementsStayWithinReservations } from './invariants/limits.ts'
import {
  everyAdmittedExchangeIsClosedOnce,
  nothingIsLeftOpen,
  recordsAgreeWithProviders,
  theGatewayFindsNoFaultInItself,
} from './invariants/ledger.ts'
import { hardFiltersAreKept } from './invariants/hard-filters.ts'
import {
  attemptsAreCapped,
  providerLimitsAreKept,
  restingTargetsAreLeftAlone,
  retryStormsAreBounded,
} from './invariants/routing.ts'

/** One promise of the gateway. Gives a sentence for each time that it was broken. */
export type Invariant = (evidence: Evidence) => Iterable<string>

export const INVARIANTS = {
  everyCallerGetsOneEnding,
  noCutAnswerLooksWhole,
  nobodyTakesOverAfterTheCommitPoint,
  noSecretReachesACaller,
  deadlinesAreKept,
  attemptsAreCapped,
  hardFiltersAreKept,
  restingTargetsAreLeftAlone,
  retryStormsAreBounded,
  providerLimitsAreKept,
  limitsAreKept,
  budgetsAreKept,
  settlementsStayWithinReservations,
  everyAdmittedExchangeIsClosedOnce,
  recordsAgreeWithProviders,
  nothingIsLeftOpen,
  theGatewayFindsNoFaultInItself,
} as const satisfies Readonly<Record<string, Invariant>>

/** Throws with everything that was broken, and with how to see it again. */
export function checkInvariants(evidence: Evidence): void {
  const broken = Object.entries<Invariant>(INVARIANTS).flatMap(([name, invariant]) =>
    [...invariant(evidence)].map((sentence) => `${name}: ${sentence}`),
  )
  if (broken.length === 0) return
  throw new Error(`${broken.join('\n')}\nTo see it again: ${replayCommand(evidence.seed)}`)
}

export function replayCommand(seed: string): string {
  return `PORTOLAN_SIM_SEED=${seed} npx vitest run test/simulation`
}
