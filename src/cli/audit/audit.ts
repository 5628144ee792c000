import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import type { AuditCheckpoint } from '../../audit/audit-event.ts'
import { type ExportLine, readExportLine } from '../../audit/export-line.ts'
import { ChainVerifier } from '../../audit/verify.ts'
import { addGatewayOptions, findGateway, type GatewayFlags } from '../gateway-address.ts'
import { GatewayClient } from '../gateway-client.ts'
import type { Surroundings } from '../surroundings.ts'
import { addBooks } from './books.ts'

interface VerifyFlags extends GatewayFlags {
  readonly file?: string
  readonly publicKey?: string
}

/** `portolan audit`: whether what was written down is still what was written. */
export function addAudit(program: Command, surroundings: Surroundings, end: (code: number) => void): void {
  const audit = program.command('audit').description('check what was written down')
  addGatewayOptions(audit.command('verify'))
    .description('check the chain of what was done; exit 1 where an event is not as it was')
    .option('--file <export>', 'an export of /admin/v1/audit/export; asks no gateway')
    .option('--public-key <key>', 'with --file: the only key whose checkpoints count, in base64')
    .action(async (flags: VerifyFlags) => {
      const verdict =
        flags.file === undefined
          ? await askGateway(flags, surroundings)
          : await verifyFile(resolve(surroundings.cwd, flags.file), flags.publicKey ?? null)
      surroundings.out(flags.json === true ? `${JSON.stringify(verdict)}\n` : said(verdict))
      end(verdict.ok ? 0 : 1)
    })
  addBooks(audit, surroundings, end)
}

/** As `GET /admin/v1/audit/verify` answers. */
type Verdict =
  | { readonly ok: true; readonly events: number; readonly head: string }
  | {
      readonly ok: false
      readonly events: number
      readonly first_bad: { readonly seq: number; readonly reason: string }
    }

async function askGateway(flags: GatewayFlags, surroundings: Surroundings): Promise<Verdict> {
  const client = new GatewayClient(await findGateway(flags, surroundings))
  return await client.get<Verdict>('/admin/v1/audit/verify')
}

/** The checkpoints stand at the end, and are needed from the beginning: the file is read twice. */
async function verifyFile(file: string, publicKey: string | null): Promise<Verdict> {
  const checkpoints: AuditCheckpoint[] = []
  for await (const line of linesOf(file)) if (line.type === 'checkpoint') checkpoints.push(line.checkpoint)
  const verifier = new ChainVerifier(checkpoints, publicKey)
  for await (const line of linesOf(file)) if (line.type === 'event' && !verifier.check(line.event)) break
  const { head, fault } = verifier.result
  if (fault === null) return { ok: true, events: head.seq, head: head.hash }
  return { ok: false, events: head.seq, first_bad: fault }
}

async function* linesOf(file: string): AsyncGenerator<ExportLine> {
  let number = 0
  for await (const text of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number++
    if (text === '') continue
    const line = readExportLine(text)
    if (line === null) throw new Error(`${file}:${number} is not a line of an audit export.`)
    yield line
  }
}

function said(verdict: Verdict): string {
  if (verdict.ok) return `${verdict.events} events are as they were written. The last is ${verdict.head}.\n`
  const { seq, reason } = verdict.first_bad
  return `Event ${seq} is not as it was written: ${reason}. ${verdict.events} before it are.\n`
}
