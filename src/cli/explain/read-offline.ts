import { loadCatalogue } from '../../catalogue/index.ts'
import { readShippedCatalogue } from '../../catalogue/shipped.ts'
import { formatProblems } from '../../config/problem.ts'
import { readConfigSource, readForThisBuild, simulatorProvider } from '../configuration.ts'
import type { Surroundings } from '../surroundings.ts'
import type { OfflineParts } from './offline-gateway.ts'

/**
 * A configuration as `serve` would read it, its lock included, with the simulator turned on. `named` as in `--config`.
 * Rejects with everything that is wrong, one line each.
 */
export async function readOffline(
  named: string | undefined,
  surroundings: Pick<Surroundings, 'cwd' | 'env'>,
): Promise<Pick<OfflineParts, 'config' | 'revision' | 'catalogue'>> {
  const { file, text } = await readConfigSource(named, surroundings)
  // Nobody will call it, so it does not matter where it would be.
  const builtIn = simulatorProvider('http://127.0.0.1:1')
  const reading = readForThisBuild(text, file, { env: surroundings.env, builtIn })
  if (!reading.ok) throw new Error(formatProblems(reading.problems, named ?? file ?? 'the environment'))
  const { config, revision } = reading
  return { config, revision, catalogue: loadCatalogue(await readShippedCatalogue()) }
}
