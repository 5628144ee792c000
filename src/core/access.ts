/** What lets requests in at an upstream where no fixed header does: a signature over each, or a token that expires. */
export interface Access {
  /** What to send beside the request's own headers. Null while there is nothing to make it of: `renew` first. */
  headers(request: AccessRequest): Readonly<Record<string, string>> | null
  /** Fetches what `headers` needs. Rejects where it cannot be had. */
  renew(): Promise<void>
}

/** A POST as it will be sent. */
export interface AccessRequest {
  readonly origin: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** What a provider needs to be let in, as data: who fetches and signs is not its concern. */
export type AccessPlan = AwsAccessPlan | GoogleAccessPlan

export interface AwsAccessPlan {
  readonly type: 'aws'
  readonly region: string
  readonly service: string
  /** Null: those of the surroundings, as the tools of AWS find them. */
  readonly keys: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken: string | null
  } | null
}

export interface GoogleAccessPlan {
  readonly type: 'google'
  /** The path of the key of a service account, or that key. Both null: the machine's own account. */
  readonly file: string | null
  readonly json: string | null
}
