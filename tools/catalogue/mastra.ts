import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceRow } from '../../src/catalogue/file.ts'
import { readPackage } from './npm-package.ts'

const PACKAGE = '@mastra/core'
const VERSION = '1.71.0'
const DATE = '2026-09-27'

/** The third source: which models a provider has, by their names alone. It knows neither prices nor sizes. */
export interface NameRegistry {
  readonly source: SourceRow
  /** The names that one of its providers takes, without those it gives up soon. */
  names(provider: string): readonly string[]
}

/** As much of the package's `provider-registry.json` as is read here. */
interface RegistryFile {
  readonly providers: Readonly<
    Record<string, { readonly models: readonly string[]; readonly deprecatedModels?: readonly string[] }>
  >
}

export function fetchNameRegistry(): NameRegistry {
  return readPackage(
    `${PACKAGE}@${VERSION}`,
    ['dist/provider-registry.json', 'package.json'],
    (packageFolder) => {
      const read = (path: string): unknown => JSON.parse(readFileSync(join(packageFolder, path), 'utf8'))
      const { license } = read('package.json') as { license: string } // Every package says so.
      // The version is fixed, so this is the shape it has.
      const { providers } = read('dist/provider-registry.json') as RegistryFile
      return {
        source: { name: PACKAGE, version: VERSION, date: DATE, licence: license },
        names(provider) {
          const found = providers[provider]
          if (found === undefined) throw new Error(`${PACKAGE} has no provider ${provider}.`)
          const leaving = new Set(found.deprecatedModels)
          return found.models.filter((name) => !leaving.has(name))
        },
      }
    },
  )
}
