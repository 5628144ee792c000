import { modelOf } from './kind-index.ts'
import { foldName } from './names.ts'
import { readOffers, type ReadOffers } from './read-offers.ts'

/** What the catalogue knows of the dated models behind other names. */
export interface DatedNames {
  /** Changes whenever the data does. */
  readonly version: string
  /**
   * The dated names that a name may mean today. One: it means that. None: it is bound to move, but nobody here knows
   * where it stands. Null: it has a date itself, or no dated name at all.
   */
  behind(kind: string, name: string): readonly string[] | null
}

/**
 * Neither source says which model a name means today, so it is taken from how providers name: without its date, a dated
 * name is that of its alias.
 *
 *   gpt-5.4-2026-03-05  −  -2026-03-05  =  gpt-5.4  =  gpt-5.4-latest  −  -latest
 *
 * First count the names of the very same offer. Where none of them is dated, those of other offers of the kind do, but
 * only with a whole date and at the same prices: four digits tell apart models that have nothing else in common, and a
 * pin must not change what is charged.
 */
export function loadDatedNames(json: string): DatedNames {
  const { version, offers } = readOffers(json)
  const kinds = Map.groupBy(offers, ({ offer }) => offer.kind)
  return { version, behind: (kind, name) => namesBehind(name, kinds.get(kind) ?? []) }
}

type Row = ReadOffers['offers'][number]

function namesBehind(name: string, rows: readonly Row[]): readonly string[] | null {
  if (DATE.test(name)) return null
  const own = rows.find((row) => namesOf(row).some((each) => foldName(each) === foldName(name)))
  const stems = new Set([foldName(name.replace(LATEST, ''))])
  // One provider writes `claude-opus-4-0` for the alias of `claude-opus-4-20250514`: the slug says so.
  if (own !== undefined && foldName(own.offer.nativeId) === foldName(name))
    stems.add(foldName(modelOf(own.offer.slug)))
  const isDated = (each: string, date: RegExp) =>
    date.test(each) && stems.has(foldName(each.replace(date, '')))
  const ofOwn = own === undefined ? [] : namesOf(own).filter((each) => isDated(each, DATE))
  const found = ofOwn.length > 0 ? ofOwn : ofOthers(own, rows).filter((each) => isDated(each, WHOLE_DATE))
  return found.length === 0 && !LATEST.test(name) ? null : found.toSorted()
}

function ofOthers(own: Row | undefined, rows: readonly Row[]): readonly string[] {
  if (own === undefined) return []
  const prices = JSON.stringify(own.offer.prices)
  return rows.filter(({ offer }) => JSON.stringify(offer.prices) === prices).flatMap(namesOf)
}

function namesOf({ offer, aliases }: Row): readonly string[] {
  return [offer.nativeId, ...aliases]
}

const LATEST = /-latest$/
/** Year, month and day; what follows is a version of the API, as in `…-20251101-v1:0`. */
const WHOLE_DATE = /[-@]20\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])(?!\d)/
/** Or year and month, or month and day, at the end: `-2411`, `-0709`. */
const DATE = new RegExp(
  String.raw`${WHOLE_DATE.source}|-(?:2\d(?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))$`,
)
