/**
 * Writes what the providers say of themselves into their page of the documentation:
 *
 *   node tools/write-providers-page.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { renderProvidersPage } from './providers-page.ts'

const PAGE = new URL('../docs/reference/providers.md', import.meta.url)

writeFileSync(PAGE, renderProvidersPage(readFileSync(PAGE, 'utf8')))
