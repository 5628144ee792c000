import { measured } from './measured.ts'

/** The best verdicts first. */
export const quality = measured(({ quality: known }) =>
  known === null ? null : { score: 1 - known, parts: { quality: known } },
)
