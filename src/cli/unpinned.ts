import { loadDatedNames } from '../catalogue/dated-names.ts'
import type { Config } from '../config/config.ts'
import type { Log } from '../core/ports.ts'
import type { Lock } from './lock-file.ts'
import { aliasesOf } from './pin-aliases.ts'

/** Warns of the aliases that a lock leaves open, of each once: beside a lock, one might take them for pinned. */
export function createUnpinnedWarning(catalogue: string, log: Log): (config: Config, lock: Lock) => void {
  const told = new Set<string>()
  return (config, lock) => {
    const open = aliasesOf(config, loadDatedNames(catalogue)).filter(({ name }) => !(name in lock.models))
    const fresh = open.map(({ name }) => name).filter((name) => !told.has(name))
    if (fresh.length === 0) return
    for (const name of fresh) told.add(name)
    log.warn('portolan.lock does not pin these models; they are sent as they are.', { models: fresh })
  }
}
