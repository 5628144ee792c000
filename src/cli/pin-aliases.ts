import type { DatedNames } from '../catalogue/dated-names.ts'
import type { Config } from '../config/config.ts'
import type { Lock } from './lock-file.ts'

/** A target's model that may be another one tomorrow. */
export interface ConfiguredAlias {
  /** `kind/alias`, as a lock has it. */
  readonly name: string
  /** The dated names that it may stand for; often one, none where nobody here knows. */
  readonly behind: readonly string[]
}

/** Every alias among the targets of a configuration, once, in the order of their names. */
export function aliasesOf({ models, providers }: Config, names: DatedNames): readonly ConfiguredAlias[] {
  const found = new Map<string, readonly string[]>()
  for (const { targets } of Object.values(models)) {
    for (const { provider, model } of targets) {
      const kind = providers[provider]?.kind
      const behind = kind === undefined ? null : names.behind(kind, model)
      if (behind !== null) found.set(`${kind}/${model}`, behind)
    }
  }
  return [...found].map(([name, behind]) => ({ name, behind })).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * The lock of a configuration. An alias of one dated name is pinned to it. Where it may be one of several, or nobody
 * knows, what somebody has written into `before` holds: of several it must be one.
 */
export function pinAliases(config: Config, names: DatedNames, before: Lock | null): PinnedAliases {
  const aliases = aliasesOf(config, names).map((alias) => ({ ...alias, dated: datedOf(alias, before) }))
  const models = aliases.flatMap(({ name, dated }) => (dated === null ? [] : [[name, dated]]))
  return {
    lock: { catalogue: names.version, models: Object.fromEntries(models) },
    unpinned: aliases.filter(({ dated }) => dated === null),
  }
}

export interface PinnedAliases {
  readonly lock: Lock
  readonly unpinned: readonly ConfiguredAlias[]
}

function datedOf({ name, behind }: ConfiguredAlias, before: Lock | null): string | null {
  const [only] = behind
  if (only !== undefined && behind.length === 1) return only
  const chosen = before?.models[name]
  return chosen !== undefined && (behind.length === 0 || behind.includes(chosen)) ? chosen : null
}
