import type { Claim } from '../ledger/limits.ts'
import type { WalletCounter } from '../ledger/wallet-counter.ts'
import type { Wallets } from '../ledger/wallets.ts'
import type { Claims } from './claims.ts'
import type { Exchange } from './exchange.ts'

/** The same, with the wallets that the exchange is paid from. */
export function withWallets(claims: Claims, { caller, timeMs }: Paying, wallets: Wallets): Claims {
  if (wallets.size === 0) return claims
  const key = caller?.key ?? null
  const { organizationId, projectId } = key ?? NOBODY
  const own = wallets.of({ organizationId, projectId, timeMs })
  if (own.length === 0) return claims
  return { ...claims, scopes: own.reduce(joinWallet, claims.scopes) }
}

type Paying = Pick<Exchange, 'caller' | 'timeMs'>

/** The master key's owner: the default organization, and project. */
const NOBODY = { organizationId: null, projectId: null }

function joinWallet(claims: readonly Claim[], wallet: WalletCounter): readonly Claim[] {
  const { organizationId, projectId } = wallet.wallet
  const scope =
    projectId === null
      ? ({ type: 'organization', id: organizationId } as const)
      : ({ type: 'project', id: projectId } as const)
  const at = claims.findIndex(({ scope: { type, id } }) => type === scope.type && id === scope.id)
  const claim = claims[at]
  if (claim === undefined) return [...claims, { scope, budgets: [], limits: [], modelLimits: [], wallet }]
  return claims.with(at, { ...claim, wallet })
}
