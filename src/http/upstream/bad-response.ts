/** What came is not a response, or one that two readers could take for two different things. */
export class BadResponse extends Error {
  /** For the log. */
  readonly code: BadResponseCode

  constructor(code: BadResponseCode) {
    super(`The upstream sent a response that is not valid: ${code}.`)
    this.name = 'BadResponse'
    this.code = code
  }
}

export type BadResponseCode =
  | 'RESPONSE_NOT_HTTP'
  | 'RESPONSE_HEAD_INVALID'
  | 'RESPONSE_HEAD_TOO_LARGE'
  | 'RESPONSE_LENGTH_AMBIGUOUS'
  | 'RESPONSE_CHUNK_INVALID'
  | 'RESPONSE_TRAILER_TOO_LARGE'
  | 'RESPONSE_INFORMATIONAL'
  | 'RESPONSE_CUT'
