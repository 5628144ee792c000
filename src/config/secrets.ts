import type { Config, ProviderConfig } from './config.ts'

/**
 * The same configuration with every secret replaced: credentials, header values and paths of webhooks, which often
 * carry one, secret settings, what signs webhooks, and what identity providers and directories are known by.
 * All that may not be shown is listed here and nowhere else.
 */
export function replaceSecrets(config: Config, replace: (secret: string) => string): Config {
  const provider = ({ credentials, headers, secretSettings, ...rest }: ProviderConfig): ProviderConfig => ({
    ...rest,
    credentials: credentials.map((credential) => ({ ...credential, value: replace(credential.value) })),
    headers: replaced(headers, replace),
    ...(secretSettings === undefined ? {} : { secretSettings: replaced(secretSettings, replace) }),
  })
  const providers = Object.entries(config.providers).map(([name, value]) => [name, provider(value)])
  const { webhookSecret } = config.credits
  const credits = { webhookSecret: webhookSecret === null ? null : replace(webhookSecret) }
  const alerts = config.alerts.map(({ on, webhook, secret }) => ({
    on,
    webhook: withoutPath(webhook, replace),
    secret: secret === null ? null : replace(secret),
  }))
  const { oidc, scimToken } = config.auth
  const auth = {
    ...config.auth,
    oidc: oidc.map((each) => ({ ...each, clientSecret: replace(each.clientSecret) })),
    scimToken: scimToken === null ? null : replace(scimToken),
  }
  return { ...config, providers: Object.fromEntries(providers), alerts, credits, auth }
}

function replaced(
  values: Readonly<Record<string, string>>,
  replace: (secret: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, replace(value)]))
}

function withoutPath(address: string, replace: (secret: string) => string): string {
  const { origin, pathname, search } = new URL(address)
  return pathname === '/' && search === '' ? address : `${origin}/${replace(pathname + search)}`
}
