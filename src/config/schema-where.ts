import { z } from 'zod'
import { QUANTIZATIONS } from '../core/capability.ts'
import { boolean, choice, duration, number, text } from './scalars.ts'
import { placeName } from './schema-handling.ts'
import { usd } from './usd.ts'

/** The hard filters of a route. */
export function whereSchema() {
  return z
    .strictObject({
      only: targetNames()
        .exactOptional()
        .describe('Providers by name, provider/model, provider/region or a target id.'),
      ignore: targetNames().exactOptional().describe('The same, and kinds of provider.'),
      max_price: z
        .strictObject({
          input: usd().exactOptional(),
          output: usd().exactOptional(),
          request: usd().exactOptional(),
        })
        .exactOptional()
        .meta({ description: 'USD per million tokens; request: USD each.' }),
      min_context: number({ min: 1, max: 1_000_000_000, whole: true, suffixes: true })
        .exactOptional()
        .describe('Tokens.'),
      require_parameters: boolean()
        .exactOptional()
        .describe('All that a request uses must be known to be supported.'),
      quantizations: z.array(choice(QUANTIZATIONS)).min(1).exactOptional(),
      region: z.array(placeName()).min(1).exactOptional(),
      jurisdiction: z.array(placeName()).min(1).exactOptional(),
      zdr: boolean().exactOptional().describe('Only where no data is retained.'),
      data_collection: choice(['allow', 'deny'])
        .exactOptional()
        .describe('deny: only where no data is used for training.'),
    })
    .meta({
      description: 'What every target must fulfil, those of fallbacks too. Not known is not fulfilled.',
    })
}

/** The soft ones. */
export function preferSchema() {
  return z
    .strictObject({
      max_ttft: percentiles(() => duration({ min: '1ms', max: '24h' }).exactOptional()),
      min_throughput: percentiles(() => number({ min: 0, max: 1_000_000, whole: false }).exactOptional()),
    })
    .meta({ description: 'Targets that do not fulfil it go behind the others.' })
}

function percentiles<Figure extends z.ZodType>(figure: () => Figure) {
  return z
    .strictObject({ p50: figure(), p75: figure(), p90: figure(), p95: figure(), p99: figure() })
    .exactOptional()
}

function targetNames() {
  return z.array(text({ pattern: /^[\x21-\x7e]{1,512}$/, must: 'must be a name without spaces' })).min(1)
}
