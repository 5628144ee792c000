import type { Command } from 'commander'
import { formatProblems } from '../config/problem.ts'
import { loadForThisBuild, readConfigSource, simulatorProvider } from './configuration.ts'
import type { Surroundings } from './surroundings.ts'

/** `portolan check FILE`: every error with its place; exit 1 where there is one. */
export function addCheck(program: Command, surroundings: Surroundings, end: (code: number) => void): void {
  program
    .command('check')
    .description('validate a configuration file')
    .argument('[file]', 'the file; portolan.yaml where none is named')
    .option('--json', 'print the result as JSON')
    .action(async (named: string | undefined, options: { json?: boolean }) => {
      const { file, text } = await readConfigSource(named, surroundings)
      // Which port the simulator gets does not matter to whether the file is right.
      const result = loadForThisBuild(text, surroundings.env, simulatorProvider('http://127.0.0.1:1'))
      const problems = result.ok ? [] : result.problems
      const name = named ?? file ?? 'the defaults'
      if (options.json === true) {
        surroundings.out(`${JSON.stringify({ valid: result.ok, errors: problems })}\n`)
      } else if (result.ok) {
        surroundings.out(`${name} is valid.\n`)
      } else {
        surroundings.err(`${formatProblems(problems, name)}\n`)
      }
      end(result.ok ? 0 : 1)
    })
}
