import type { Config } from './config.ts'
import { replaceSecrets } from './secrets.ts'

/** Fixed, so that it tells neither how long a secret is nor whether two are the same. */
export const MASK = '[redacted]'

/** The configuration as it may be shown to an administrator. */
export function redactConfig(config: Config): Config {
  return replaceSecrets(config, () => MASK)
}
