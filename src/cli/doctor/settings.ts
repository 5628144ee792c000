import type { Config, ConfigProblem } from '../../config/config.ts'
import { formatProblems } from '../../config/problem.ts'
import { loadForThisBuild, readConfigSource, simulatorProvider } from '../configuration.ts'
import { dataFolderOf, overridesOf, withOverrides } from '../overrides.ts'
import type { Surroundings } from '../surroundings.ts'
import { type Finding, fail, ok, reasonOf } from './finding.ts'

/** What a gateway started here would run with; null where it would not start. */
export interface Settings {
  readonly config: Config
  /** Of the journal and the master key, absolute. */
  readonly dataFolder: string
}

const ABOUT = 'configuration'

/** Reads the configuration as `serve` does. */
export async function checkSettings(
  named: string | undefined,
  { env, cwd }: Surroundings,
): Promise<{ readonly settings: Settings | null; readonly findings: readonly Finding[] }> {
  try {
    const { file, text } = await readConfigSource(named, { env, cwd })
    const loaded = loadForThisBuild(text, env, simulatorProvider(null))
    if (!loaded.ok) return { settings: null, findings: loaded.problems.map((each) => problem(each, file)) }
    const config = withOverrides(loaded.config, overridesOf({}, env), cwd)
    const settings = { config, dataFolder: dataFolderOf(config.storage.url, env, cwd) }
    return { settings, findings: [ok(ABOUT, summary(file, config))] }
  } catch (error) {
    const finding = fail(ABOUT, reasonOf(error), 'Correct --config, or the variable PORTOLAN_… that says so.')
    return { settings: null, findings: [finding] }
  }
}

function problem(each: ConfigProblem, file: string | null): Finding {
  const advice = 'Correct it; docs/reference/configuration.md says what may stand there.'
  return fail(ABOUT, formatProblems([each], file ?? 'the environment'), advice)
}

function summary(file: string | null, { providers, models }: Config): string {
  const parts = `${Object.keys(providers).length} providers, ${Object.keys(models).length} routes`
  return file === null
    ? `no file, so the defaults, or what was last put through the admin API (${parts})`
    : `${file} is valid (${parts})`
}
