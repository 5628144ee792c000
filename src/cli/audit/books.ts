import type { Command } from 'commander'
import { addGatewayOptions, findGateway, type GatewayFlags } from '../gateway-address.ts'
import { GatewayClient } from '../gateway-client.ts'
import type { Surroundings } from '../surroundings.ts'

/** `portolan audit books`: whether all sums are what they are sums of. */
export function addBooks(audit: Command, surroundings: Surroundings, end: (code: number) => void): void {
  addGatewayOptions(audit.command('books'))
    .description('count wallets and spending anew; exit 1 where a figure differs')
    .action(async (flags: GatewayFlags) => {
      const client = new GatewayClient(await findGateway(flags, surroundings))
      const verdict = await client.get<Verdict>('/admin/v1/audit/books')
      surroundings.out(flags.json === true ? `${JSON.stringify(verdict)}\n` : said(verdict))
      end(verdict.ok ? 0 : 1)
    })
}

/** As `GET /admin/v1/audit/books` answers. */
interface Verdict {
  readonly ok: boolean
  readonly wallets: number
  readonly since: string | null
  readonly until: string | null
  readonly differences: readonly {
    readonly figure: string
    readonly booked: number
    readonly recomputed: number
  }[]
}

function said({ ok, wallets, since, until, differences }: Verdict): string {
  const spending = since === null ? 'no exchanges' : `spending from ${since} until ${until}`
  const counted = `${wallets} wallets and ${spending}`
  if (ok) return `The books are right: ${counted}.\n`
  const lines = differences.map(
    ({ figure, booked, recomputed }) => `${figure}: booked ${booked}, comes to ${recomputed}\n`,
  )
  return `${lines.join('')}${differences.length} figures differ, of ${counted}.\n`
}
