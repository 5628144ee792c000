import { loadCatalogue } from '../../catalogue/index.ts'
import { readShippedCatalogue } from '../../catalogue/shipped.ts'
import { type Finding, fail, ok, reasonOf, warn } from './finding.ts'

const ABOUT = 'catalogue'
const DAY_MS = 86_400_000
/** Providers change prices every few months. */
const OLD_DAYS = 90

/** The models and prices of this release, and how old they are. */
export async function checkCatalogue(nowMs: number): Promise<Finding> {
  try {
    const { version } = loadCatalogue(await readShippedCatalogue())
    // A version begins with the date of its youngest source.
    const days = Math.floor((nowMs - Date.parse(version.slice(0, 10))) / DAY_MS)
    const message = `${version}, ${Math.max(0, days)} days old`
    if (days <= OLD_DAYS) return ok(ABOUT, message)
    return warn(
      ABOUT,
      message,
      'Update Portolan: prices may have changed, and costs are counted by the old ones.',
    )
  } catch (error) {
    return fail(ABOUT, `it cannot be read (${reasonOf(error)})`, 'Install Portolan again.')
  }
}
