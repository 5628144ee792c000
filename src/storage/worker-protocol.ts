import type { ErrorCode } from '../core/error.ts'
import type { StoreChange } from './changes.ts'
import type { Store } from './store.ts'

/** What the worker is started with. */
export interface WorkerSettings {
  readonly url: string
  /** Null: no journal is read. */
  readonly journalDirectory: string | null
  /**
   * The first worker of a process reads the journal to its end before it is ready, and closes what an earlier process
   * left open. A worker that replaces a crashed one must not: what is open then belongs to this process.
   */
  readonly isFirst: boolean
}

export type WorkerLog = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: Readonly<Record<string, unknown>>,
) => void

export type StoreMethod = keyof Store

export type Call = {
  readonly [Method in StoreMethod]: {
    readonly type: 'call'
    readonly id: number
    readonly method: Method
    readonly args: Readonly<Parameters<Store[Method]>>
  }
}[StoreMethod]

export type ToWorker = Call | { readonly type: 'grown'; readonly position: number }

export type FromWorker =
  | { readonly type: 'ready'; readonly position: number }
  | { readonly type: 'reached'; readonly position: number }
  | { readonly type: 'changed'; readonly change: StoreChange }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly error: WireError }
  | {
      readonly type: 'log'
      readonly level: 'info' | 'warn' | 'error'
      readonly message: string
      readonly fields: Readonly<Record<string, unknown>>
    }

/** A `GatewayError` as it crosses from thread to thread, where classes do not. */
export interface WireError {
  readonly code: ErrorCode
  readonly message: string
  readonly param: string | null
}
