import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ERRORS } from '../../src/core/error.ts'

test('the reference lists every error as the catalogue has it, and no other', () => {
  const page = readFileSync(new URL('../../docs/reference/errors.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `(\w+)` \| (\d+) \| (\w+) \| (\w+) \| .+ \|$/gm)]
  const documented = rows.map(([, code, status, fault, retry]) => ({
    code,
    status: Number(status),
    fault,
    retry,
  }))
  const real = Object.entries(ERRORS).map(([code, traits]) => ({ code, ...traits }))
  expect(documented).toEqual(real)
})
