import { readFile } from 'node:fs/promises'

/** The text of the catalogue that comes with this release. It is beside this file, and beside the code when built. */
export function readShippedCatalogue(): Promise<string> {
  return readFile(new URL('./catalogue.json', import.meta.url), 'utf8')
}
