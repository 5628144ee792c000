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

test('what the edits do not name keeps its bytes, as long as they can be spliced', () => {
  const text = '{"model":"a","seed":12345678901234567890,"temperature":1.0}'
  expect(edited(text, { model: 'b', stream_options: { include_usage: true } })).toBe(
    '{"stream_options":{"include_usage":true},"model":"b","seed":12345678901234567890,"temperature":1.0}',
  )
})

test('a name that every object inherits is no field of the body', () => {
  expect(edited('{"model":"a"}', { constructor: 1 })).toBe('{"constructor":1,"model":"a"}')
})

test('any body, edited, parses to the edited value', () => {
  const body = fc.dictionary(fc.constantFrom('model', 'messages', 'stream', 'x', '__proto__'), fc.jsonValue())
  const print = fc.constantFrom(0, 1, 4)
  fc.assert(
    fc.property(body, print, fc.string(), (value, indent, model) => {
      const text = JSON.stringify(value, null, indent)
      const parsed = JSON.parse(text) as JsonObject
      const result = JSON.parse(
        editBody(Buffer.from(text), parsed, { model, added: [1], more: 'x' }).toString(),
      ) as JsonObject
      expect(result).toEqual({ ...parsed, model, added: [1], more: 'x' })
    }),
  )
})

test('a key that is said twice is said once afterwards, also where the last already says what is wanted', () => {
  expect(edited('{"model":"dear","model":"cheap"}', { model: 'cheap' })).toBe('{"model":"cheap"}')
  expect(edited('{"mod\\u0065l":"dear","model":"cheap"}', { model: 'cheap' })).toBe('{"model":"cheap"}')
})

/** The text of a string with some of its letters written as escapes. */
const spelled = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((escapes) =>
      [...text]
        .map((letter, at) => (escapes[at] === true ? `\\u00${letter.charCodeAt(0).toString(16)}` : letter))
        .join(''),
    )

test('however often and however a model is spelled, only the one that was allowed is served', () => {
  const key = fc.oneof(spelled('model'), fc.constantFrom('x', 'mod', 'models'))
  const value = fc.oneof(
    fc.constantFrom(
      '"dear"',
      '"model"',
      '"\\"model\\":\\"dear\\""',
      '{"model":"dear"}',
      '["model"]',
      '1',
      'null',
    ),
    spelled('dear').map((text) => `"${text}"`),
  )
  const space = fc.constantFrom('', ' ', '\n\t')
  const field = fc
    .tuple(space, key, space, value)
    .map(([a, name, b, said]) => `${a}"${name}"${b}:${b}${said}${a}`)
  fc.assert(
    fc.property(fc.array(field, { maxLength: 5 }), (fields) => {
      const text = `{${fields.join(',')}}`
      const result = edited(text, { model: 'mapped' })
      expect(JSON.parse(result)).toEqual({ ...(JSON.parse(text) as JsonObject), model: 'mapped' })
      const served: unknown[] = []
      JSON.parse(result, function reviver(this: unknown, name: string, said: unknown) {
        if (name === 'model') served.push(said)
        return said
      })
      expect(served.filter((each) => each === 'mapped').length).toBe(1)
    }),
    { numRuns: 500 },
  )
})

test('an accented letter that a client has escaped does not print the body anew', () => {
  const text = '{"big":12345678901234567890,"text":"caf\\u00e9","model":"a"}'
  expect(edited(text, { model: 'b' })).toBe(text.replace('"a"', '"b"'))
})
