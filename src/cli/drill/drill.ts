import type { Command } from 'commander'
import { summarize } from '../../drill/summary.ts'
import { unknownProvider } from '../../drill/unknown-provider.ts'
import { findGateway } from '../gateway-address.ts'
import { GatewayClient } from '../gateway-client.ts'
import type { Surroundings } from '../surroundings.ts'
import { printable } from '../table.ts'
import { borrowKey } from './borrowed-key.ts'
import { ask, type CallerOptions } from './caller.ts'
import { addDrillOptions, type DrillFlags, type DrillOrder, orderOf } from './drill-options.ts'
import { type DrillReport, formatReport, reportJson } from './format-summary.ts'
import { Progress } from './progress.ts'
import { rehearse } from './rehearsal.ts'

/** `portolan drill`: makes a provider fail for a while, and tells what callers felt; exit 1 where one saw an error. */
export function addDrill(program: Command, surroundings: Surroundings, end: (code: number) => void): void {
  const command = program
    .command('drill')
    .description('make a provider fail for a while, and see what callers feel')
  addDrillOptions(command).action(async (flags: DrillFlags) => {
    const report = await drill(flags, orderOf(flags, command), surroundings)
    surroundings.out(flags.json === true ? `${JSON.stringify(reportJson(report))}\n` : formatReport(report))
    end(report.summary.failed === 0 && !report.isInterrupted ? 0 : 1)
  })
}

async function drill(flags: DrillFlags, order: DrillOrder, surroundings: Surroundings): Promise<DrillReport> {
  const { monotonicMs, onSignal } = surroundings
  const address = await findGateway(flags, surroundings)
  const client = new GatewayClient(address)
  await checkProvider(order.provider, client)
  const model = flags.model ?? (await modelFor(order.provider, client))
  const calledOff = new AbortController()
  const { signal } = calledOff
  onSignal('SIGINT', () => calledOff.abort())
  onSignal('SIGTERM', () => calledOff.abort())
  const { key, giveBack } = await borrowKey(model, flags, client, surroundings)
  try {
    const caller = { url: address.url, key, model, stream: flags.stream === true, monotonicMs, signal }
    await checkAnswers(caller)
    const progress = new Progress(surroundings)
    const { felt, times } = await rehearse({
      client,
      order,
      flags,
      caller,
      onPhase: (phase) => progress.begin(phaseLine(phase, order, flags, model)),
      onFelt: (each) => progress.count(each),
    }).finally(() => progress.end())
    return { order, model, summary: summarize(felt, times), isInterrupted: signal.aborted }
  } finally {
    await giveBack()
  }
}

interface TargetSummary {
  readonly provider: string
  readonly routes: readonly string[]
}

async function modelFor(provider: string, client: GatewayClient): Promise<string> {
  const targets = await client.list<TargetSummary>('/admin/v1/targets', Number.POSITIVE_INFINITY)
  const model = targets.find((target) => target.provider === provider && target.routes.length > 0)?.routes[0]
  if (model !== undefined) return model
  throw new Error(`No route leads to ${provider}. Name what callers should ask for with --model.`)
}

/** Before anybody is asked anything, and not when the drill should begin. */
async function checkProvider(provider: string, client: GatewayClient): Promise<void> {
  const configured = await client.list<{ readonly name: string }>(
    '/admin/v1/providers',
    Number.POSITIVE_INFINITY,
  )
  const names = configured.map(({ name }) => name)
  if (!names.includes(provider)) throw new Error(unknownProvider(provider, names))
}

/** What fails without a drill tells nothing about one. */
async function checkAnswers(caller: CallerOptions): Promise<void> {
  const felt = await ask(caller)
  if (felt === null || felt.code === null) return
  throw new Error(
    `${printable(caller.model)} fails without a drill: ${felt.code}. Name another with --model.`,
  )
}

function phaseLine(
  phase: 'before' | 'during' | 'after',
  { provider, kind, for_ms }: DrillOrder,
  { rate, before, after }: DrillFlags,
  model: string,
): string {
  const lasts = { before, during: for_ms, after }
  const what = phase === 'during' ? `${kind} at ${provider}` : `${phase} it`
  return `${what}, ${lasts[phase] / 1_000} s, ${rate} requests a second of ${model}`
}
