import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import type { JsonObject } from '../src/core/json.ts'
import { schemaValue } from './schema-value.ts'

const SCHEMAS: readonly JsonObject[] = [
  {},
  {
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: 'integer' } },
    required: ['city', 'days'],
  },
  {
    type: 'object',
    properties: { unit: { enum: ['c', 'f'] }, kind: { const: 7 } },
    required: ['unit', 'kind'],
  },
  { type: 'array', items: { type: 'number', minimum: 3.5, maximum: 4 }, minItems: 3 },
  { type: 'integer', exclusiveMinimum: 5, multipleOf: 4 },
  { type: 'integer', maximum: -3 },
  { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
  { type: 'string', minLength: 40 },
  { type: 'string', maxLength: 2 },
  { type: ['null', 'string'] },
  { anyOf: [{ type: 'boolean' }, { type: 'string' }] },
  { oneOf: [{ type: 'object', properties: { a: { type: 'null' } }, required: ['a'] }] },
  {
    allOf: [
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
      { properties: { b: { type: 'integer' } }, required: ['b'] },
    ],
  },
  {
    $ref: '#/$defs/node',
    $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/leaf' } } }, leaf: {} },
  },
  ...['date', 'date-time', 'time', 'email', 'uri', 'uuid'].map((format) => ({ type: 'string', format })),
]

test.each(SCHEMAS.map((schema) => [JSON.stringify(schema), schema] as const))('satisfies %s', (_, schema) => {
  const ajv = new Ajv.default({ strict: false })
  addFormats.default(ajv)
  const value = schemaValue(schema, 'lantern')
  expect({ value, isValid: ajv.validate(schema, value) }).toEqual({ value, isValid: true })
})

test('a schema that branches back into itself ends', () => {
  const child = { $ref: '#' }
  const schema = { type: 'object', properties: { left: child, right: child }, required: ['left', 'right'] }
  expect(JSON.stringify(schemaValue(schema, 'x')).length).toBeLessThan(100_000)
})

test('type names in capitals are read too', () => {
  const schema = { type: 'OBJECT', properties: { count: { type: 'INTEGER' } }, required: ['count'] }
  expect(schemaValue(schema, 'x')).toEqual({ count: 1 })
})
