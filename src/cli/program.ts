import { Command, CommanderError } from 'commander'
import { addCheck } from './check.ts'
import { addServe } from './serve.ts'
import type { Surroundings } from './surroundings.ts'

/** Runs one command line. Resolves with the exit code: 0, 1 for what went wrong, 2 for a command line that is wrong. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  let exitCode = 0
  const program = new Command('portolan')
    .description('One API for every AI model.')
    .showHelpAfterError('(--help lists what there is)')
    .exitOverride()
    .configureOutput({ writeOut: surroundings.out, writeErr: surroundings.err })
  const end = (code: number) => {
    exitCode = code
  }
  for (const add of [addServe, addCheck]) add(program, surroundings, end)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    surroundings.err(`portolan: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}
