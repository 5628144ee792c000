import { type Command, Option } from 'commander'
import { spentBudgetView } from '../../control/budget-view.ts'
import { explanationView, type ExplanationView } from '../../control/explain.ts'
import { GatewayError } from '../../core/error.ts'
import { MASTER } from '../../gateway/key-ring.ts'
import { addGatewayOptions, findGateway, type GatewayFlags } from '../gateway-address.ts'
import { GatewayClient, Refusal } from '../gateway-client.ts'
import type { Surroundings } from '../surroundings.ts'
import { printable } from '../table.ts'
import { formatExplanation } from './format-explanation.ts'
import { explainSent, offlineGateway, type SentRequest } from './offline-gateway.ts'
import { readOffline } from './read-offline.ts'
import { testRoutes } from './route-tests.ts'
import { addHeader, readSentRequest, type RequestFlags } from './sent-request.ts'

interface ExplainFlags extends GatewayFlags, RequestFlags {
  readonly keyId?: string
  readonly config?: string
  readonly test?: string
}

/** `portolan explain`: where a request would go, and why. Asks the running gateway, or with `--config` nobody. */
export function addExplain(program: Command, surroundings: Surroundings, end: (code: number) => void): void {
  const ofOneRequest = ['model', 'message', 'path', 'header', 'keyId']
  addGatewayOptions(program.command('explain'))
    .description('where a request would go, and why')
    .argument('[file]', 'the body of the request, as JSON; - is standard input')
    .option('--model <name>', 'in place of a file: the model to ask')
    .option('--message <text>', 'and what to ask it; Hello')
    .option('--path <path>', 'the endpoint, e.g. /v1/messages; else the body tells')
    .option('--header <header>', "a header of the request, 'name: value'; may be repeated", addHeader)
    .addOption(new Option('--key-id <id>', 'as this key; else as the master key').conflicts('config'))
    .addOption(
      new Option('--config <file>', 'ask no gateway: explain by this configuration').conflicts('url'),
    )
    .addOption(new Option('--test <file>', 'check what a file expects of routes').conflicts(ofOneRequest))
    .action(async (file: string | undefined, flags: ExplainFlags, command: Command) => {
      const fault = faultOf(file, flags)
      if (fault !== null) command.error(`error: ${fault}`)
      if (flags.test !== undefined) return end(await testRoutes(flags.test, flags, surroundings))
      const request = await readSentRequest(file, flags, surroundings)
      end(report(await explained(request, flags, surroundings), flags, surroundings))
    })
}

function faultOf(file: string | undefined, { model, message, test }: ExplainFlags): string | null {
  if (test !== undefined) return file === undefined ? null : 'a request and --test do not go together'
  if (file !== undefined && model !== undefined) return 'a file and --model do not go together'
  if (message !== undefined && model === undefined) return '--message needs --model'
  return file === undefined && model === undefined ? 'name a file with the request, - or --model' : null
}

/** Refused before any target was looked for; or, with its reason in it, for want of one. */
type Answer =
  | ExplanationView
  | { readonly target: null; readonly order: []; readonly error: string; readonly message: string }

async function explained(
  request: SentRequest,
  flags: ExplainFlags,
  surroundings: Surroundings,
): Promise<Answer> {
  try {
    return flags.config === undefined
      ? await askGateway(request, flags, surroundings)
      : await explainHere(request, flags.config, surroundings)
  } catch (error) {
    const code = error instanceof Refusal || GatewayError.is(error) ? error.code : null
    if (code === null || !(error instanceof Error)) throw error
    return { target: null, order: [], error: code, message: error.message }
  }
}

async function askGateway(
  { body, headers, path }: SentRequest,
  { keyId, ...flags }: ExplainFlags,
  surroundings: Surroundings,
): Promise<ExplanationView> {
  const client = new GatewayClient(await findGateway(flags, surroundings))
  const query = new URLSearchParams()
  if (path !== null) query.set('path', path)
  if (keyId !== undefined) query.set('key_id', keyId)
  return await client.send('POST', `/admin/v1/route/explain?${query}`, body, headers)
}

async function explainHere(
  request: SentRequest,
  config: string,
  surroundings: Surroundings,
): Promise<ExplanationView> {
  const { now, monotonicMs, random } = surroundings
  const read = await readOffline(config, surroundings)
  const gateway = offlineGateway({ ...read, clock: { now, monotonicMs }, random })
  const explanation = await explainSent(request, MASTER, gateway)
  const nobodys = explanation.budgets.map(({ scope, budget }) => ({
    scope,
    ...spentBudgetView(budget, [], now()),
  }))
  return explanationView(explanation, nobodys)
}

function report(answer: Answer, { json }: ExplainFlags, { out, err }: Surroundings): number {
  if (json === true) out(`${JSON.stringify(answer)}\n`)
  else if ('decision' in answer) out(formatExplanation(answer))
  else err(`${printable(`${answer.error}: ${answer.message}`)}\n`)
  return answer.error === null ? 0 : 1
}
