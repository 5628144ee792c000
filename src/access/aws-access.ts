import type { Access, AccessRequest, AwsAccessPlan } from '../core/access.ts'
import type { Clock } from '../core/ports.ts'
import { type AwsCredentials, signV4 } from '../wire/sigv4.ts'
import { Lease, type Leased } from './lease.ts'

/** Signs each request with Signature Version 4. The keys of the surroundings may expire; those that are said do not. */
export class AwsAccess implements Access {
  readonly #plan: AwsAccessPlan
  readonly #clock: Clock
  readonly #lease: Lease<AwsCredentials>

  constructor(plan: AwsAccessPlan, clock: Clock, find: () => Promise<Leased<AwsCredentials>>) {
    this.#plan = plan
    this.#clock = clock
    this.#lease = new Lease(find, clock)
  }

  headers({ origin, path, headers, body }: AccessRequest): Readonly<Record<string, string>> | null {
    const { keys, region, service } = this.#plan
    const credentials = keys ?? this.#lease.current()
    if (credentials === null) return null
    const signable = { method: 'POST', path, headers: { ...headers, host: new URL(origin).host }, body }
    return signV4(signable, credentials, { region, service, timeMs: this.#clock.now() }).headers
  }

  renew(): Promise<void> {
    return this.#lease.renew()
  }
}

/** As the tools of AWS look for them: environment, files, single sign-on, web identity, container, instance. */
export async function credentialsOfSurroundings(): Promise<Leased<AwsCredentials>> {
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = await fromNodeProviderChain()()
  return {
    value: { accessKeyId, secretAccessKey, sessionToken: sessionToken ?? null },
    expiresAtMs: expiration?.getTime() ?? null,
  }
}
