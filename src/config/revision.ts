import { createHash } from 'node:crypto'
import type { Config } from './config.ts'
import { replaceSecrets } from './secrets.ts'

const LENGTH = 16 // 64 bits: revisions are told apart, and too little is left to guess a secret from.

/**
 * A short name for what a configuration does: equal for equal configurations, however they were written. A changed
 * secret changes it. So does the order of providers and models, because unnamed targets are found in that order.
 */
export function revisionOf(config: Config): string {
  return sha256(JSON.stringify(replaceSecrets(config, sha256))).slice(0, LENGTH)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
