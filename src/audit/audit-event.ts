/** One thing that was done and that somebody may have to answer for. */
export interface AuditDraft {
  readonly timeMs: number
  /** Who: `master`, `gateway`, `key:…` or `member:…`. */
  readonly actor: string
  /** What, as the resource and the deed: `keys.create`. */
  readonly action: string
  /** The id of what it was done to. */
  readonly subject: string | null
  /** Null: the default one, or the whole gateway. */
  readonly organizationId: string | null
  /** What else there is to say, as JSON, without secrets. All that may have to be erased one day is in here. */
  readonly body: string
}

/** The same, as a link of the chain. */
export interface AuditEvent extends Omit<AuditDraft, 'body'> {
  /** From 1 on, without gaps. */
  readonly seq: number
  /** Null: erased. The chain holds all the same, for it goes over the digest. */
  readonly body: string | null
  /** SHA-256 of the body, in hex. */
  readonly digest: string
  /** SHA-256 of the link before and of everything here but the body, in hex. */
  readonly hash: string
}

/** A signature under the chain up to one event: who rewrites what is before it needs the key too. */
export interface AuditCheckpoint {
  readonly seq: number
  readonly hash: string
  readonly timeMs: number
  /** Ed25519, as SPKI in base64. */
  readonly publicKey: string
  /** Over `seq`, `hash` and `timeMs`, in base64. */
  readonly signature: string
}
