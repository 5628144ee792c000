import { Command, CommanderError } from 'commander'
import project from '../../package.json' with { type: 'json' }
import { type AddVerb, addPlanned } from './planned.ts'
import type { Surroundings } from './surroundings.ts'

interface Verb {
  readonly summary: string
  load(): Promise<AddVerb>
}

/** Only the verb that is asked for is loaded: the gateway does not carry the other commands, nor they the gateway. */
const VERBS: Readonly<Record<string, Verb>> = {
  serve: { summary: 'run the gateway', load: async () => (await import('./serve.ts')).addServe },
  check: {
    summary: 'validate a configuration file',
    load: async () => (await import('./check.ts')).addCheck,
  },
  doctor: {
    summary: 'look for what is wrong, and say what to do',
    load: async () => (await import('./doctor/doctor.ts')).addDoctor,
  },
  keys: {
    summary: "make, change and watch over callers' keys",
    load: async () => (await import('./keys/keys.ts')).addKeys,
  },
  models: {
    summary: 'the names that callers may use',
    load: async () => (await import('./models.ts')).addModels,
  },
  lock: {
    summary: 'pin the aliases among the targets to dated models',
    load: async () => (await import('./lock.ts')).addLock,
  },
  explain: {
    summary: 'where a request would go, and why',
    load: async () => (await import('./explain/explain.ts')).addExplain,
  },
  usage: { summary: 'requests, tokens and money', load: async () => (await import('./usage.ts')).addUsage },
  drill: {
    summary: 'make a provider fail for a while, and see what callers feel',
    load: async () => (await import('./drill/drill.ts')).addDrill,
  },
  migrate: {
    summary: 'move the store from SQLite to PostgreSQL',
    load: async () => (await import('./migrate.ts')).addMigrate,
  },
  audit: {
    summary: 'check what was written down',
    load: async () => (await import('./audit/audit.ts')).addAudit,
  },
  ...planned('replay', 'import', 'export', 'connect', 'bench'),
}

/** Runs one command line. Resolves with the exit code: 0, 1 for what went wrong, 2 for a command line that is wrong. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  let exitCode = 0
  const program = new Command('portolan')
    .description('One API for every AI model.')
    .version(project.version)
    .showHelpAfterError('(--help lists what there is)')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .exitOverride()
    .configureOutput({ writeOut: surroundings.out, writeErr: surroundings.err })
  const end = (code: number) => {
    exitCode = code
  }
  const words = namesVerb(argv) ? argv : ['serve', ...argv]
  const wanted = words[0] === 'help' ? words[1] : words[0]
  try {
    for (const [name, { summary, load }] of Object.entries(VERBS)) {
      if (name === wanted) (await load())(program, surroundings, end)
      else program.command(name).description(summary)
    }
    await program.parseAsync(words, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    surroundings.err(`portolan: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

/** Flags alone are those of `serve`, but for the program's own. */
function namesVerb([first]: readonly string[]): boolean {
  if (first === undefined) return false
  return !first.startsWith('-') || ['-h', '--help', '-V', '--version'].includes(first)
}

function planned(...names: readonly string[]): Record<string, Verb> {
  return Object.fromEntries(
    names.map((name) => [name, { summary: 'not supported yet', load: async () => addPlanned(name) }]),
  )
}
