import type { Command } from 'commander'
import type { Surroundings } from './surroundings.ts'

/** A verb that the contract names and this release does not have: an answer of its own, not "unknown command". */
export function addPlanned(name: string): AddVerb {
  return (program, surroundings, end) => {
    program
      .command(name)
      .description('not supported yet')
      .argument('[words...]')
      .allowUnknownOption()
      .option('--json', 'print the answer as JSON')
      .action(() => {
        surroundings.err(`portolan: ${name} is not supported yet.\n`)
        end(2)
      })
  }
}

/** Adds one verb to the program; `end` takes its exit code. */
export type AddVerb = (program: Command, surroundings: Surroundings, end: (code: number) => void) => void
