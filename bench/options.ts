import { parseArgs } from 'node:util'

export interface Options {
  /** Another gateway to measure beside this one, in the same rounds. */
  readonly peer: 'portkey' | null
  readonly json: boolean
  readonly quick: boolean
  /** Run the gateway under V8's sampling profiler and print where its time goes, in place of the figures. */
  readonly profile: boolean
}

export const USAGE = `npm run bench -- [--quick] [--peer portkey] [--json] [--profile]

  --quick         shorter rounds: about 20 seconds, and more noise
  --peer portkey  measures Portkey's gateway too, installed from the registry for the purpose
  --json          every round's figures, for another program
  --profile       the functions in which the gateway spends its time, in place of the figures`

/** Throws for what is not an option. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      peer: { type: 'string' },
      json: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
    },
  })
  const { quick, json, profile, peer = null } = values
  if (peer !== null && peer !== 'portkey') throw new Error(`There is no peer '${peer}'; there is portkey.`)
  return { peer, json, quick, profile }
}
