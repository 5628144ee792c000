/**
 * What tells the credential of a target: `provider`, and `#name` where the provider has several, as in the target's
 * own id. A native id that holds a `#` itself gets an id that no credential has, and so shares with nobody.
 */
export function credentialIdOf(targetId: string): string {
  const hash = targetId.lastIndexOf('#')
  return targetId.slice(0, targetId.indexOf('/')) + (hash === -1 ? '' : targetId.slice(hash))
}
