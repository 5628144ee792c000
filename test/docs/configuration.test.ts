import { expect, test } from 'vitest'
import { loadForThisBuild } from '../../src/cli/configuration.ts'
import { configJsonSchema, type JsonSchema } from '../../src/config/json-schema.ts'
import { PROVIDER_SETTINGS, PROVIDERS_BY_KIND } from '../../src/providers/index.ts'
import { quotedIn, readPage, rowsOf, sectionOf } from './pages.ts'

const PAGE = readPage('docs/reference/configuration.md')

/** One value that a file may hold. */
interface Key {
  readonly path: string
  readonly isRequired: boolean
  /** As JSON; empty where there is none. */
  readonly preset: string
  readonly isLater: boolean
}

const KEYS = keysOf(configJsonSchema([...PROVIDERS_BY_KIND.keys()], PROVIDER_SETTINGS))

const ROWS = rowsOf(PAGE.text).filter((row) => row.length === 4)

test('every key is listed, with its default', () => {
  const listed = ROWS.map(([key = '', , preset = '', meaning = '']) => ({
    path: quotedIn(key).join(),
    isRequired: meaning.startsWith('Required'),
    preset: quotedIn(preset).join(),
    isLater: false,
  }))
  expect(sorted(listed)).toEqual(sorted(KEYS.filter(({ isLater }) => !isLater)))
})

test('every key that is not there yet is listed as such', () => {
  const [, keys = '', values = ''] = sectionOf(PAGE, 'Not yet').split(/^- (?=keys:|values:)/m)
  expect(quotedIn(keys)).toEqual(
    KEYS.filter(({ isLater }) => isLater)
      .map(({ path }) => path)
      .sort(),
  )
  for (const { word, text } of LATER_VALUES) {
    expect(values).toContain(word)
    const result = loadForThisBuild(text, {}, {})
    expect(result).toMatchObject({ ok: false })
    expect(JSON.stringify(result)).toContain('not supported yet')
  }
})

const LATER_VALUES = [
  { word: '`server.workers` above 1', text: 'server: { workers: 2 }' },
  { word: '`redis://`', text: 'state: { url: "redis://x" }' },
]

function keysOf(schema: JsonSchema, path = '', isRequired = false): readonly Key[] {
  const { properties, additionalProperties, items, required = [] } = schema as SchemaParts
  if (properties !== undefined)
    return Object.entries(properties).flatMap(([name, inner]) =>
      keysOf(inner, path === '' ? name : `${path}.${name}`, required.includes(name)),
    )
  if (typeof additionalProperties === 'object') return keysOf(additionalProperties, `${path}.NAME`)
  if (items?.properties !== undefined) return keysOf(items, `${path}[]`)
  const preset = schema.default === undefined ? '' : JSON.stringify(schema.default)
  return [{ path: items === undefined ? path : `${path}[]`, isRequired, preset, isLater: 'not' in schema }]
}

/** As much of a JSON schema as the one of the configuration uses. */
interface SchemaParts {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: JsonSchema | boolean
  readonly items?: JsonSchema
  readonly required?: readonly string[]
}

function sorted(keys: readonly Key[]): readonly Key[] {
  return keys.toSorted((one, other) => (one.path < other.path ? -1 : 1))
}
