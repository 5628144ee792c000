import { useCallback, useRef, useState } from 'react'
import { ask, type Outcome } from '../../api/ask.ts'
import { type Draft, modelsOf, requestOf } from './draft.ts'

/** One model at work on the prompt. */
export interface Run {
  readonly model: string
  readonly state: 'running' | 'done' | 'failed' | 'stopped'
  readonly outcome: Outcome | null
  readonly error: string | null
}

/** Asks all models at once, each streaming into a run of its own. */
export function useRuns() {
  const [runs, setRuns] = useState<readonly Run[]>([])
  const ending = useRef<AbortController | null>(null)
  const stop = useCallback(() => ending.current?.abort(), [])
  const start = useCallback((draft: Draft) => {
    ending.current?.abort()
    const controller = new AbortController()
    ending.current = controller
    const models = modelsOf(draft)
    setRuns(models.map((model) => ({ model, state: 'running', outcome: null, error: null })))
    const change = (model: string, changes: Partial<Run>) => {
      // What a run says that was called off is of no interest to the one after it.
      if (ending.current === controller)
        setRuns((before) => before.map((run) => (run.model === model ? { ...run, ...changes } : run)))
    }
    for (const model of models) void run(model, draft, controller.signal, (changes) => change(model, changes))
  }, [])
  return { runs, start, stop, isRunning: runs.some(({ state }) => state === 'running') }
}

async function run(
  model: string,
  draft: Draft,
  signal: AbortSignal,
  change: (changes: Partial<Run>) => void,
): Promise<void> {
  try {
    const outcome = await ask(requestOf(draft, model), {
      signal,
      onPiece: (piece) => change({ outcome: piece }),
    })
    change({ state: 'done', outcome })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    change(signal.aborted ? { state: 'stopped' } : { state: 'failed', error: message })
  }
}
