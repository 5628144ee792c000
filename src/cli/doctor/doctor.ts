import type { Command } from 'commander'
import { PROVIDERS_BY_KIND } from '../../providers/index.ts'
import type { Surroundings } from '../surroundings.ts'
import { printable } from '../table.ts'
import { checkAddress } from './address.ts'
import { checkCatalogue } from './catalogue.ts'
import { checkDataFolder } from './data-folder.ts'
import { checkDatabase } from './database.ts'
import { checkEnvironment } from './environment.ts'
import type { Finding } from './finding.ts'
import { checkNode } from './node.ts'
import { checkProvider } from './providers.ts'
import { checkSettings, type Settings } from './settings.ts'

interface DoctorFlags {
  readonly config?: string
  readonly probe?: boolean
  readonly json?: boolean
}

/** `portolan doctor`: looks at everything a gateway needs, changes nothing; exit 1 where something will not work. */
export function addDoctor(program: Command, surroundings: Surroundings, end: (code: number) => void): void {
  program
    .command('doctor')
    .description('look for what is wrong, and say what to do')
    .option('--config <file>', 'the configuration; portolan.yaml where there is one')
    .option('--probe', 'show each key to its provider, by asking for its list of models; costs nothing')
    .option('--json', 'print the findings as a JSON array')
    .action(async (flags: DoctorFlags) => {
      const findings: Finding[] = []
      const isShowing = flags.json !== true
      for (const { name, run } of steps(flags, surroundings)) {
        if (isShowing && surroundings.isTerminal) surroundings.out(`${CLEAR_LINE}… ${name}`)
        const found = await run()
        if (isShowing && surroundings.isTerminal) surroundings.out(CLEAR_LINE)
        if (isShowing) surroundings.out(found.map(line).join(''))
        findings.push(...found)
      }
      if (!isShowing) surroundings.out(`${JSON.stringify(findings)}\n`)
      end(findings.some(({ level }) => level === 'fail') ? 1 : 0)
    })
}

const CLEAR_LINE = '\r\u001b[K'

interface Step {
  readonly name: string
  run(): readonly Finding[] | Promise<readonly Finding[]>
}

/** In the order in which they are best mended. What needs a valid configuration finds nothing without one. */
function steps({ config: named, probe = false }: DoctorFlags, surroundings: Surroundings): readonly Step[] {
  let settings: Settings | null = null
  const withSettings = (check: (settings: Settings) => ReturnType<Step['run']>) => () =>
    settings === null ? [] : check(settings)
  return [
    { name: 'Node', run: () => checkNode(surroundings.node) },
    { name: 'the environment', run: () => checkEnvironment(surroundings.env) },
    {
      name: 'the configuration',
      run: async () => {
        const checked = await checkSettings(named, surroundings)
        settings = checked.settings
        return checked.findings
      },
    },
    { name: 'the data folder', run: withSettings((found) => checkDataFolder(found, surroundings)) },
    { name: 'the database', run: withSettings(({ config }) => checkDatabase(config.storage.url)) },
    { name: 'the address', run: withSettings(async ({ config }) => [await checkAddress(config.server)]) },
    { name: 'the catalogue', run: async () => [await checkCatalogue(surroundings.now())] },
    {
      name: 'the providers',
      run: withSettings((found) => checkProviders(found, { isProbing: probe, ...surroundings })),
    },
  ]
}

/** All at once: one that does not answer takes its whole time. */
async function checkProviders(
  { config }: Settings,
  options: { readonly isProbing: boolean; monotonicMs(): number },
): Promise<readonly Finding[]> {
  const checks = Object.entries(config.providers).map(async ([name, each]) => {
    const usual = PROVIDERS_BY_KIND.get(each.kind)
    const provider = usual?.configure?.({ ...each.settings, ...each.secretSettings }, each.baseUrl) ?? usual
    return provider === undefined ? [] : await checkProvider({ name, provider, config: each }, options)
  })
  return (await Promise.all(checks)).flat()
}

function line({ about, level, message, advice }: Finding): string {
  const first = `${level.padEnd(4)}  ${about}: ${printable(message)}\n`
  return advice === null ? first : `${first}      ${printable(advice)}\n`
}
