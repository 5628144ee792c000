/** One thing that was looked at. */
export interface Finding {
  /** What it is about, e.g. `node`, `provider openai`. */
  readonly about: string
  readonly level: 'ok' | 'warn' | 'fail'
  readonly message: string
  /** What to do; null where nothing has to be done. */
  readonly advice: string | null
}

export function ok(about: string, message: string): Finding {
  return { about, level: 'ok', message, advice: null }
}

/** The gateway runs, but not as its owner may think. */
export function warn(about: string, message: string, advice: string): Finding {
  return { about, level: 'warn', message, advice }
}

/** Something will not work until it is mended. */
export function fail(about: string, message: string, advice: string): Finding {
  return { about, level: 'fail', message, advice }
}

/** The system's own code of a failure, such as `ECONNREFUSED`; its message where it has none. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
