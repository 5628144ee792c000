/** A model's name as callers write it, taken apart. */
export interface ModelName {
  /** Without prefix and faults; what answers call themselves. */
  readonly name: string
  /** The simulated model behind it: the name itself, or what the name is an alias of. */
  readonly base: string
  /** The faults as text; null where there are none. */
  readonly faults: string | null
}

/** Reads `sim/echo?status=429`, `models/echo!status=429`, or an alias, which may bring faults of its own. */
export function readModelName(text: string, aliases: Readonly<Record<string, string>>): ModelName {
  const asked = split(text.replace(/^(?:models\/|sim\/)+/, ''))
  if (!Object.hasOwn(aliases, asked.name)) return { ...asked, base: asked.name }
  const alias = split(aliases[asked.name] ?? '')
  const faults = [alias.faults, asked.faults].filter((part) => part !== null)
  return { name: asked.name, base: alias.name, faults: faults.length === 0 ? null : faults.join('&') }
}

function split(text: string): { readonly name: string; readonly faults: string | null } {
  const mark = text.search(/[?!]/)
  return mark === -1
    ? { name: text, faults: null }
    : { name: text.slice(0, mark), faults: text.slice(mark + 1) }
}
