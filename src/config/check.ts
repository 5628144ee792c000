import type { KindSetting } from '../core/provider.ts'
import { checkBudget, checkLimit } from './check-budget.ts'
import { cycles } from './cycles.ts'
import type { Finding } from './document.ts'
import { nearest } from './nearest.ts'
import { formatName, type Path } from './problem.ts'

const SUGGESTIONS_MAX = 100

interface Outside {
  /** Names of providers that are configured, but not in the file. */
  readonly providers: readonly string[]
  /** Kinds that need a `base_url`. */
  readonly kindsWithoutAddress: readonly string[]
  /** Keys that only some kinds have. */
  readonly settings: readonly KindSetting[]
}

/**
 * What no schema can say: that names mean something and that values go together. Reads the file before it is
 * validated, and passes over whatever has the wrong shape, so that one mistake does not hide another.
 */
export function checkMeaning(file: unknown, outside: Outside): readonly Finding[] {
  const providers = new Set([...outside.providers, ...Object.keys(record(record(file).providers))])
  const suggest = createSuggester()
  return [
    ...entries(record(file).providers).flatMap(([name, value]) =>
      checkProvider(['providers', name], record(value), outside),
    ),
    ...entries(record(file).models).flatMap(([name, value]) => [
      ...checkTargets(['models', name, 'targets'], record(value).targets, { providers, suggest }),
      ...checkNames(['models', name, 'where'], record(record(value).where), {
        providers: new Set([...providers, ...kindsOf(record(file).providers)]),
        suggest,
      }),
    ]),
    ...checkFallbacks(record(record(file).models), suggest),
    ...items(record(file).limits).flatMap((limit, index) => checkLimit(['limits', index], record(limit))),
    ...items(record(file).budgets).flatMap((budget, index) =>
      checkBudget(['budgets', index], record(budget)),
    ),
  ]
}

function checkProvider(path: Path, provider: Fields, outside: Outside): readonly Finding[] {
  const { kindsWithoutAddress, settings } = outside
  const { kind, base_url, api_key, keys } = provider
  const findings = [
    ...checkWeights([...path, 'keys'], items(keys)),
    ...checkSettings(path, provider, settings),
  ]
  if (api_key !== undefined && keys !== undefined)
    findings.push({
      path: [...path, 'keys'],
      atKey: true,
      message: 'keys and api_key cannot be used together',
    })
  const needsAddress = kindsWithoutAddress.find((each) => each === kind)
  if (needsAddress !== undefined && base_url === undefined)
    findings.push({ path, atKey: true, message: `base_url is required for the kind ${needsAddress}` })
  return findings
}

/** A key is of some kinds, and some kinds need one where no address is given. */
function checkSettings(path: Path, provider: Fields, settings: readonly KindSetting[]): readonly Finding[] {
  const { kind, base_url } = provider
  const own = settings.filter((setting) => setting.kind === kind)
  const names = new Set(settings.map(({ name }) => name))
  const strangers = Object.keys(provider).filter(
    (name) => names.has(name) && !own.some((setting) => setting.name === name),
  )
  const missing = own.filter(({ name, isRequired }) => isRequired === true && provider[name] === undefined)
  return [
    ...strangers.map((name) => ({
      path: [...path, name],
      atKey: true,
      message: `${name} is a key of the kind ${kindsWith(name, settings)} only`,
    })),
    ...(base_url === undefined ? missing : []).map(({ name }) => ({
      path,
      atKey: true,
      message: `${name} is required for the kind ${String(kind)}, or a base_url`,
    })),
  ]
}

function kindsWith(wanted: string, settings: readonly KindSetting[]): string {
  return settings.flatMap(({ name, kind }) => (name === wanted ? [kind] : [])).join(' or ')
}

function checkTargets(path: Path, value: unknown, { providers, suggest }: Known): readonly Finding[] {
  const targets = items(value).map(record)
  const findings = [...checkWeights(path, targets)]
  const firsts = new Map<string, number>()
  for (const [index, { provider, model, price }] of targets.entries()) {
    const at = [...path, index]
    if (typeof provider !== 'string' || typeof model !== 'string') continue
    if (!providers.has(provider))
      findings.push({
        path: [...at, 'provider'],
        message: `there is no provider named ${formatName(provider)}`,
        suggestion: suggest(provider, providers),
      })
    // Health is kept by target, and a decision names one: two of the same could not be told apart.
    const first = firsts.get(`${provider}/${model}`)
    if (first === undefined) firsts.set(`${provider}/${model}`, index)
    else
      findings.push({
        path: at,
        message: `targets[${index}] repeats targets[${first}]; give one of them the whole weight`,
      })
    if (isEmptyRecord(price))
      findings.push({ path: [...at, 'price'], message: 'price needs at least one figure' })
  }
  return findings
}

/** A list of who is ignored that names nobody would let everybody through. */
function checkNames(path: Path, where: Fields, { providers, suggest }: Known): readonly Finding[] {
  return ['only', 'ignore'].flatMap((list) =>
    items(where[list]).flatMap((name, index): Finding[] => {
      const provider = typeof name === 'string' ? name.split('/', 1)[0] : undefined
      if (provider === undefined || isAmong(provider, providers)) return []
      const message = `there is no provider named ${formatName(provider)}`
      return [{ path: [...path, list, index], message, suggestion: suggest(provider, providers) }]
    }),
  )
}

function isAmong(name: string, names: ReadonlySet<string>): boolean {
  return names.has(name) || [...names].some((each) => each.toLowerCase() === name.toLowerCase())
}

function kindsOf(providers: unknown): readonly string[] {
  return entries(providers).flatMap(([, provider]) => {
    const { kind } = record(provider)
    return typeof kind === 'string' ? [kind] : []
  })
}

function checkWeights(path: Path, weighted: readonly unknown[]): readonly Finding[] {
  const isZero = (each: unknown) => Number(record(each).weight ?? 1) === 0
  if (weighted.length === 0 || !weighted.every(isZero)) return []
  const message = `${String(path.at(-1))} need a weight above 0 in at least one place`
  return [{ path, atKey: true, message }]
}

function checkFallbacks(models: Fields, suggest: typeof nearest): readonly Finding[] {
  const names = Object.keys(models)
  const links = new Map(names.map((name) => [name, fallbacksOf(name, models[name])]))
  const unknown = [...links.values()]
    .flat()
    .flatMap(({ to, path }): Finding[] =>
      links.has(to)
        ? []
        : [{ path, message: `there is no model named ${formatName(to)}`, suggestion: suggest(to, names) }],
    )
  const circles = cycles(names, (name) => (links.get(name) ?? []).map(({ to }) => to)).flatMap((circle) => {
    const [from = '', to = ''] = circle.slice(-2)
    const path = links.get(from)?.find((link) => link.to === to)?.path
    return path === undefined
      ? []
      : [{ path, message: `the fallbacks go in a circle: ${circle.map(formatName).join(' -> ')}` }]
  })
  return [...unknown, ...circles]
}

function fallbacksOf(name: string, value: unknown): readonly { readonly to: string; readonly path: Path }[] {
  const route = record(value)
  const lists: readonly [unknown, Path][] = [
    [route.fallbacks, ['fallbacks']],
    ...entries(route.fallbacks_on).map(([cause, list]): [unknown, Path] => [list, ['fallbacks_on', cause]]),
  ]
  return lists.flatMap(([list, path]) =>
    items(list).flatMap((to, index) =>
      typeof to === 'string' ? [{ to, path: ['models', name, ...path, index] }] : [],
    ),
  )
}

/** Comparing every wrong name with every right one takes time; past so many, a file has other troubles. */
function createSuggester(): typeof nearest {
  let left = SUGGESTIONS_MAX
  return (word, candidates) => {
    left -= 1
    return left >= 0 ? nearest(word, candidates) : null
  }
}

interface Known {
  readonly providers: ReadonlySet<string>
  readonly suggest: typeof nearest
}

type Fields = Readonly<Record<string, unknown>>

function record(value: unknown): Fields {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
  // Every object has string keys; what they hold is looked at where it is used.
  return isRecord ? (value as Fields) : {}
}

function isEmptyRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

function entries(value: unknown): readonly [string, unknown][] {
  return Object.entries(record(value))
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
