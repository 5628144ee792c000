import { expect, test } from 'vitest'
import { strictSchema } from './strict-schema.ts'

test('closes objects, tells bounds in words, and names them', () => {
  const loosened: string[] = []
  const schema = {
    type: 'object',
    properties: {
      age: { type: 'integer', minimum: 0, description: 'In years.' },
      minimum: { type: 'string', format: 'color' },
      tags: { type: 'array', minItems: 2, items: { $ref: '#/$defs/tag' } },
      either: { oneOf: [{ type: 'null' }, { type: ['object', 'null'], additionalProperties: true }] },
    },
    required: ['age'],
    $defs: { tag: { type: 'string', maxLength: 9 } },
  }
  expect(strictSchema(schema, (keyword) => loosened.push(keyword))).toEqual({
    type: 'object',
    properties: {
      age: { type: 'integer', description: 'In years.\nMust keep to: minimum: 0' },
      minimum: { type: 'string', description: 'Must keep to: format: "color"' },
      tags: { type: 'array', items: { $ref: '#/$defs/tag' }, description: 'Must keep to: minItems: 2' },
      either: { anyOf: [{ type: 'null' }, { type: ['object', 'null'], additionalProperties: false }] },
    },
    required: ['age'],
    $defs: { tag: { type: 'string', description: 'Must keep to: maxLength: 9' } },
    additionalProperties: false,
  })
  expect(loosened).toEqual(['minimum', 'format', 'minItems', 'maxLength'])
})

test('a schema within the subset stays as it is', () => {
  const schema = { type: 'object', properties: { a: { enum: ['x', 1] } }, additionalProperties: false }
  expect(strictSchema(schema, expect.unreachable)).toEqual(schema)
})
