/** A refused signature is explained with all that was signed, the session's token among it. */
export function isSecretive(message: string): boolean {
  return /canonical string|string-to-sign/i.test(message)
}
