import { z } from 'zod'
import { MODALITIES, PARAMETERS } from '../core/capability.ts'
import { section } from './containers.ts'
import { DEFAULTS } from './defaults.ts'
import { boolean, choice, duration, later, number, scalar, text } from './scalars.ts'
import { handlingFields } from './schema-handling.ts'
import { hedgeSchema, priceGuardSchema, stickySchema, thresholdsSchema } from './schema-resilience.ts'
import { canariesSchema, standbyProbeSchema } from './schema-watch.ts'
import { preferSchema, whereSchema } from './schema-where.ts'
import { usd } from './usd.ts'

export { usd }

const { route: ROUTE } = DEFAULTS

/** The native id of a model, as its provider writes it. */
const nativeId = () => text({ pattern: /^[\x21-\x7e]{1,256}$/, must: 'must be a model name without spaces' })

export function routeSchema() {
  return z
    .strictObject({
      targets: z.array(targetSchema()).min(1).describe('Where a request may go.'),
      strategy: choice(STRATEGY_NAMES).prefault(ROUTE.strategy).describe('Which target is tried first.'),
      retries: retriesSchema(),
      timeouts: timeoutsSchema(),
      fallbacks: fallbackNames().describe(
        'Other names under models, tried in turn when every target has failed.',
      ),
      fallbacks_on: section(
        { context_length: fallbackNames(), content_policy: fallbackNames() },
        'Names under models to try after one cause only.',
      ),
      on_stream_failure: choice(['error', 'continue'])
        .prefault(ROUTE.on_stream_failure)
        .describe('What becomes of a stream that breaks after its first token.'),
      where: whereSchema().exactOptional(),
      prefer: preferSchema().exactOptional(),
      sticky: stickySchema().exactOptional(),
      hedge: hedgeSchema().exactOptional(),
      price_guard: priceGuardSchema().exactOptional(),
      thresholds: thresholdsSchema().exactOptional(),
      canaries: canariesSchema().exactOptional(),
      standby_probe: standbyProbeSchema().describe(
        'How often each standby target is asked for a few tokens, so that it is known to be ready; or off.',
      ),
      priority: choice(['interactive', 'batch'])
        .prefault(ROUTE.priority)
        .describe('Who waits for whom, where requests have to wait.'),
      guardrails: later(),
      cache: later(),
    })
    .describe('A name that callers use, and the targets behind it.')
}

const STRATEGY_NAMES = [
  'balanced',
  'order',
  'weighted',
  'round-robin',
  'price',
  'latency',
  'throughput',
  'least-busy',
  'usage',
  'quality',
  'sticky',
] as const

function targetSchema() {
  return z.strictObject({
    provider: text({ pattern: /^\S{1,64}$/, must: 'must be a name under providers' }),
    model: nativeId().describe("The provider's own name of the model."),
    weight: number({ min: 0, max: 1_000_000, whole: false }).prefault(DEFAULTS.target.weight),
    price: priceSchema().exactOptional(),
    standby: boolean().prefault(DEFAULTS.target.standby).describe('Tried only when nothing else is left.'),
    context: number({ min: 1, max: 1_000_000_000, whole: true, suffixes: true })
      .exactOptional()
      .describe('Its context length in tokens, in place of the catalogue.'),
    modalities: z
      .array(choice(MODALITIES))
      .min(1)
      .exactOptional()
      .describe('The kinds of input that it reads, in place of the catalogue.'),
    parameters: z
      .array(choice(PARAMETERS))
      .exactOptional()
      .describe('Of the parameters that not every model takes, those that it does.'),
    ...handlingFields(),
  })
}

function priceSchema() {
  const perMillion = () => usd().exactOptional()
  return z
    .strictObject({
      input: perMillion(),
      output: perMillion(),
      cache_read: perMillion(),
      cache_write: perMillion(),
      cache_write_1h: perMillion(),
      audio_input: perMillion(),
      audio_output: perMillion(),
      request: usd().exactOptional().describe('USD for each request.'),
      image: usd().exactOptional().describe('USD for each image made.'),
      second: usd().exactOptional().describe('USD for each second of sound heard.'),
      search: usd().exactOptional().describe('USD for each search unit of a rerank.'),
      characters: perMillion().describe('USD for a million characters of text spoken.'),
    })
    .meta({ description: 'USD per million tokens, in place of the catalogue.' })
}

export function retriesSchema() {
  const { attempts, on, honour_retry_after } = ROUTE.retries
  return section(
    {
      attempts: number({ min: 0, max: 10, whole: true })
        .prefault(attempts)
        .describe('Tries of the same target after its first.'),
      on: z
        .array(retryCause())
        .prefault([...on])
        .describe('Statuses, timeout and network that are worth another try.'),
      honour_retry_after: boolean().prefault(honour_retry_after),
    },
    'When a failed attempt is made again.',
  )
}

function retryCause() {
  const json = {
    anyOf: [
      { enum: ['timeout', 'network'] },
      { type: 'integer', minimum: 400, maximum: 599 },
      { type: 'string', pattern: '^[45]\\d\\d$|\\$\\{' },
    ],
  }
  return scalar(json, (value, refuse) => {
    if (value === 'timeout' || value === 'network') return value
    const status = typeof value === 'string' && /^[45]\d\d$/.test(value) ? Number(value) : value
    const isStatus = typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599
    return isStatus ? status : refuse('must be a status from 400 to 599, timeout or network')
  })
}

export function timeoutsSchema() {
  const { connect, ttft, idle, total, deadline } = ROUTE.timeouts
  const timeout = (usual: string) => duration({ min: '1ms', max: '24h' }).prefault(usual)
  return section(
    {
      connect: timeout(connect).describe('To open a connection.'),
      ttft: timeout(ttft).describe('From sending a streamed request to its first token.'),
      idle: timeout(idle).describe('Between two pieces of a stream.'),
      total: timeout(total).describe('One attempt, whole.'),
      deadline: timeout(deadline).describe('The exchange: all attempts and waits together.'),
    },
    'How long to wait for what.',
  )
}

function fallbackNames() {
  return z.array(text({ pattern: /^\S{1,256}$/, must: 'must be a name under models' })).prefault([])
}
