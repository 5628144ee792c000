/** For the `x-ratelimit-*` headers: of the limits that apply, the one with the least left. Null where none applies. */
export interface RateFigures {
  readonly requestsLimit: number | null
  readonly requestsRemaining: number | null
  readonly requestsResetMs: number | null
  readonly tokensLimit: number | null
  readonly tokensRemaining: number | null
  readonly tokensResetMs: number | null
}

/** The figures before the request that is being checked; one object is used over and over. */
export class FigureBoard implements RateFigures {
  requestsLimit: number | null = null
  requestsRemaining: number | null = null
  requestsResetMs: number | null = null
  tokensLimit: number | null = null
  tokensRemaining: number | null = null
  tokensResetMs: number | null = null

  clear(): void {
    this.requestsLimit = this.requestsRemaining = this.requestsResetMs = null
    this.tokensLimit = this.tokensRemaining = this.tokensResetMs = null
  }

  note(unit: 'requests' | 'tokens', limit: number, remaining: number, resetMs: number): void {
    if (unit === 'requests' && remaining < (this.requestsRemaining ?? Number.POSITIVE_INFINITY)) {
      this.requestsLimit = limit
      this.requestsRemaining = remaining
      this.requestsResetMs = resetMs
    } else if (unit === 'tokens' && remaining < (this.tokensRemaining ?? Number.POSITIVE_INFINITY)) {
      this.tokensLimit = limit
      this.tokensRemaining = remaining
      this.tokensResetMs = resetMs
    }
  }
}
