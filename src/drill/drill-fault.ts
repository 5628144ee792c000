/** What a provider does wrong while a drill on it lasts. */
export type DrillFault = NetworkFault | PriceFault

/** What a request to it suffers. */
export type NetworkFault =
  /** Nobody listens there: refused at once, or, where it hangs, not until the time to connect is over. */
  | { readonly kind: 'outage'; readonly hangs: boolean }
  /** The first byte comes so much later than it would. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: 'rate-limit'; readonly retryAfterMs: number }
  /** An HTTP status from 400 to 599. */
  | { readonly kind: 'error'; readonly status: number }

/** Routing takes its prices for so many times what they are. Nothing is charged for it: books keep the true ones. */
export interface PriceFault {
  readonly kind: 'price'
  /** Above 0. */
  readonly factor: number
}
