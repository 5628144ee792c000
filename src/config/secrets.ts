import type { Config, ProviderConfig } from './config.ts'

/**
 * The same configuration with every secret replaced: credentials, and header values, which often carry one. All that
 * may not be shown is listed here and nowhere else.
 */
export function replaceSecrets(config: Config, replace: (secret: string) => string): Config {
  const provider = ({ credentials, headers, ...rest }: ProviderConfig): ProviderConfig => ({
    ...rest,
    credentials: credentials.map((credential) => ({ ...credential, value: replace(credential.value) })),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, replace(value)])),
  })
  const providers = Object.entries(config.providers).map(([name, value]) => [name, provider(value)])
  return { ...config, providers: Object.fromEntries(providers) }
}
