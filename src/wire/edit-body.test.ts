import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject } from '../core/json.ts'
import { editBody } from './edit-body.ts'

function edited(text: string, edits: Record<string, unknown>): string {
  return editBody(Buffer.from(text), JSON.parse(text) as JsonObject, edits).toString()
}

test('a new model is spliced in and nothing else is touched', () => {
  const text = '{ "messages": [1.0, "\\"model\\""],\n  "model" : "a" , "big": 12345678901234567890 }'
  expect(edited(text, { model: 'b' })).toBe(text.replace('"a"', '"b"'))
})

test('an absent field is put first', () => {
  expect(edited('{"model":"a"}', { stream_options: { include_usage: true } })).toBe(
    '{"stream_options":{"include_usage":true},"model":"a"}',
  )
})

test('the same bytes come back when there is nothing to change', () => {
  const bytes = Buffer.from('{"model":"a"}')
  expect(editBody(bytes, { model: 'a' }, { model: 'a' })).toBe(bytes)
})

test.each([
  ['a duplicate key', '{"model":"cheap","model":"dear"}'],
  ['a nested key of the same name', '{"tools":[{"model":"nested"}],"model":"dear"}'],
  ['a nested key before an escaped one', '{"tools":[{"model":"nested"}],"mod\\u0065l":"dear"}'],
  ['a string value that looks like the key', '{"role":"model","model":"dear"}'],
  ['an escaped key alone', '{"\\u006dodel":"dear"}'],
  ['a value with an escape', '{"model":"de\\u0061r"}'],
])('%s cannot smuggle another model past', (_, text) => {
  const sent = JSON.parse(edited(text, { model: 'mapped' })) as JsonObject
  expect(sent.model).toBe('mapped')
  expect(edited(text, { model: 'mapped' }).match(/"mapped"/g)).toHaveLength(1)
  expect(edited(text, { model: 'mapped' })).not.toMatch(/"cheap"|"dear"/)
})

test('a removed field is gone', () => {
  expect(JSON.parse(edited('{"model":"a","portolan":{"seed":1}}', { portolan: undefined }))).toEqual({
    model: 'a',
  })
})

test('any body, edited, parses to the edited value', () => {
  const body = fc.dictionary(fc.constantFrom('model', 'messages', 'stream', 'x'), fc.jsonValue(), {
    minKeys: 1,
  })
  const print = fc.constantFrom(0, 1, 4)
  fc.assert(
    fc.property(body, print, fc.string(), (value, indent, model) => {
      const text = JSON.stringify(value, null, indent)
      const parsed = JSON.parse(text) as JsonObject
      const result = JSON.parse(
        editBody(Buffer.from(text), parsed, { model, added: [1] }).toString(),
      ) as JsonObject
      expect(result).toEqual({ ...parsed, model, added: [1] })
    }),
  )
})
