import { expect, test } from 'vitest'
import { findLayerFaults, LAYERS } from './layers.ts'

function faults(files: Readonly<Record<string, string>>): readonly string[] {
  return findLayerFaults(Object.entries(files).map(([path, text]) => ({ path, text })))
}

test('what the table allows passes', () => {
  expect(
    faults({
      'src/wire/sse.ts':
        "import { isJsonObject } from '../core/json.ts'\nimport { createHash } from 'node:crypto'",
      'src/routing/plan.ts': "import type { Config } from '../config/config.ts'",
      'src/control/page.ts': "import { PAGE_LIMIT_MAX } from '../storage/store.ts'\nimport { z } from 'zod'",
      'src/wire/sse.test.ts': "import { handle } from '../http/data-plane.ts'",
    }),
  ).toEqual([])
})

test.each([
  [
    'a folder above',
    'src/core/a.ts',
    "import { plan } from '../routing/plan.ts'",
    'core must not import src/routing/plan.ts',
  ],
  [
    'code where only types are allowed',
    'src/routing/a.ts',
    "import { x } from '../config/load.ts'",
    'routing must not import src/config/load.ts',
  ],
  [
    'a file beside the one that is allowed',
    'src/control/a.ts',
    "import { x } from '../storage/sqlite.ts'",
    'control must not import src/storage/sqlite.ts',
  ],
  ['a package', 'src/gateway/a.ts', "import { z } from 'zod'", 'gateway must not import zod'],
  ['I/O', 'src/dialects/a.ts', "import { readFileSync } from 'node:fs'", 'dialects must not import node:fs'],
  [
    'a lazy import',
    'src/core/a.ts',
    "const a = () => import('../gateway/serve.ts')",
    'core must not import src/gateway/serve.ts',
  ],
  [
    'test code',
    'src/cli/a.ts',
    "import { x } from '../ledger/limits.fixture.ts'",
    'imports test code: src/ledger/limits.fixture.ts',
  ],
  [
    'the tests from the simulator',
    'simulator/a.ts',
    "import { x } from '../test/corpora.ts'",
    'imports test code: test/corpora.ts',
  ],
  [
    'a folder nobody has placed',
    'src/cache/a.ts',
    "import { x } from './b.ts'",
    'is in cache, which tools/layers.ts does not know',
  ],
])('%s is refused', (_, path, text, reason) => {
  expect(faults({ [path]: text })).toEqual([`${path}:1 ${reason}`])
})

test('files that import each other are named together, and types close no circle', () => {
  const circle = {
    'src/core/a.ts': "import { b } from './b.ts'",
    'src/core/b.ts': "export { a } from './a.ts'",
  }
  expect(faults(circle)).toEqual(['these import each other: src/core/a.ts src/core/b.ts'])
  expect(faults({ ...circle, 'src/core/b.ts': "import type { A } from './a.ts'" })).toEqual([])
})

test('each layer names only layers above it in the table, so that the table itself has no circle', () => {
  const order = Object.keys(LAYERS)
  for (const [name, { code = [] }] of Object.entries(LAYERS)) {
    const folders = code.map((each) => each.split('/')[0] ?? '').filter((each) => order.includes(each))
    for (const folder of folders)
      expect(order.indexOf(folder), `${name} → ${folder}`).toBeLessThan(order.indexOf(name))
  }
})
