import pg from 'pg'

/** What PostgreSQL, or the way to it, could not do. */
export class PostgresFault extends Error {
  override readonly name = 'PostgresFault'
  /** PostgreSQL's own five characters; null where no answer came from it. */
  readonly sqlState: string | null

  constructor(cause: unknown) {
    super(messageOf(cause), { cause })
    this.sqlState = cause instanceof pg.DatabaseError ? (cause.code ?? null) : null
  }

  /** Of a transaction: others were in its way, and the same again may pass. */
  get isCollision(): boolean {
    return this.sqlState === '40001' || this.sqlState === '40P01'
  }

  /** Of a statement: a value in it cannot be stored, now or ever. */
  get isOfValues(): boolean {
    return this.sqlState?.startsWith('22') ?? false
  }
}

/** Some failures to connect say nothing but their parts, one for each address that was tried. */
function messageOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(messageOf).join('; ')
  return cause instanceof Error ? cause.message : String(cause)
}
