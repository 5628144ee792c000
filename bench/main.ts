import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureAll } from './measure-all.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { printed } from './print.ts'
import { profileGateway } from './profile.ts'

/**
 * Measures the gateway as a process among others: an upstream and a load generator, each in a process of its own. Ends
 * with 1 when a request failed or the books do not balance, because then no figure means anything.
 */
process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  let options: Options
  try {
    options = readOptions(args)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'portolan-bench-'))
  try {
    if (options.profile) console.log(await profileGateway(options, folder))
    else {
      const report = await measureAll(options, folder)
      console.log(options.json ? JSON.stringify(report, null, 2) : printed(report))
    }
    return 0
  } catch (error) {
    console.error(error)
    return 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
