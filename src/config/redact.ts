import type { Config } from './config.ts'
import { replaceSecrets } from './secrets.ts'

/** Fixed, so that it tells neither how long a secret is nor whether two are the same. */
export const MASK = '[redacted]'

/** The configuration as it may be shown to an administrator. */
export function redactConfig(config: Config): Config {
  const masked = replaceSecrets(config, () => MASK)
  return { ...masked, storage: { ...masked.storage, url: maskedStorageUrl(masked.storage.url) } }
}

/** A storage URL as it may be shown: without the password that may be in it. */
export function maskedStorageUrl(url: string): string {
  return url
    .replace(/^(postgres(?:ql)?:\/\/[^:@/?#]*):[^@/]*@/, `$1:${MASK}@`)
    .replace(/([?&]password=)[^&#]*/, `$1${MASK}`)
}
