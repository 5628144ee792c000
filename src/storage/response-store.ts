/** Answers that are kept for their callers, who go on from them or come for them later. Each belongs to its key. */
export interface ResponseStore {
  /** Replaces the one of that id. `itemIds` are those of its output, by which it may be referred to. */
  put(response: StoredResponse, itemIds: readonly string[]): Promise<void>
  get(keyId: string, id: string): Promise<StoredResponse | null>
  /**
   * This response and all that it goes on from, oldest first. Null where one of them is not there, or where there are
   * more than `RESPONSES_CHAINED_MAX`.
   */
  chain(keyId: string, id: string): Promise<readonly StoredResponse[] | null>
  /** Those whose output holds any of these items. */
  holding(keyId: string, itemIds: readonly string[]): Promise<readonly StoredResponse[]>
  /** False where there is none. */
  delete(keyId: string, id: string): Promise<boolean>
  /** Says of unfinished ones that they are still worked on; answers with those that are unfinished indeed. */
  touch(running: readonly ResponseName[], nowMs: number): Promise<readonly ResponseName[]>
  /** Deletes at most `limit` that are older; says how many. */
  sweep(beforeMs: number, limit: number): Promise<number>
}

export const RESPONSES_CHAINED_MAX = 1_000

export interface ResponseName {
  readonly keyId: string
  readonly id: string
}

export interface StoredResponse extends ResponseName {
  readonly createdAtMs: number
  /** When somebody last said that it was worked on; 0 where nobody will. */
  readonly touchedAtMs: number
  readonly status: ResponseStatus
  readonly previousId: string | null
  /** Who answered; null where nobody has yet. */
  readonly target: string | null
  /** The items that its request brought, as JSON text. */
  readonly input: string
  /** The response as JSON text. */
  readonly response: string
}

export type ResponseStatus = 'queued' | 'in_progress' | 'completed' | 'incomplete' | 'failed' | 'cancelled'

export type ResponseMethod = keyof ResponseStore
