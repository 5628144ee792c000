import { z } from 'zod'
import type { Finding } from '../../config/document.ts'
import type { Environment } from '../../config/interpolate.ts'
import { choice, scalar, text } from '../../config/scalars.ts'
import { ERRORS, type ErrorCode } from '../../core/error.ts'
import { readStrictly, type StrictReading } from '../strict-document.ts'

/** What a file of route tests holds: requests, and where each must go. */
export type RouteTestFile = z.output<ReturnType<typeof fileSchema>>
export type RouteTest = RouteTestFile['tests'][number]

/** Everything that is wrong with the file has its place, as in the configuration. */
export function readRouteTests(content: string, env: Environment): StrictReading<RouteTestFile> {
  return readStrictly(content, fileSchema(), { env, check: checkMeaning })
}

function fileSchema() {
  return z.strictObject({
    config: text({ pattern: /^\S/, must: 'must be the path of a configuration' }).exactOptional(),
    tests: z.array(testSchema()).min(1),
  })
}

function testSchema() {
  return z.strictObject({
    name: text({ pattern: /^[^\r\n]{1,200}$/, must: 'must be one line of text' }),
    request: z.record(z.string(), z.unknown()).exactOptional(),
    model: name().exactOptional(),
    message: text({ pattern: /[^]/, must: 'must not be empty' }).exactOptional(),
    path: text({ pattern: /^\/\S*$/, must: 'must be a path such as /v1/messages' }).exactOptional(),
    headers: z.record(z.string(), headerValue()).exactOptional(),
    key: z.strictObject({ models: z.array(name()).exactOptional() }).exactOptional(),
    health: z.record(z.string(), choice(['open', 'full', 'refused'])).exactOptional(),
    expect: expectSchema(),
  })
}

function expectSchema() {
  return z.strictObject({
    target: name().exactOptional(),
    provider: name().exactOptional(),
    model: name().exactOptional(),
    order: z.array(name()).exactOptional(),
    not: z.array(name()).exactOptional(),
    removed: z.record(z.string(), name()).exactOptional(),
    error: choice(ERROR_CODES).exactOptional(),
  })
}

const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[] // Object.keys widens.

function name() {
  return text({ pattern: /^\S{1,512}$/, must: 'must be a name without spaces' })
}

/** A seed is often written as a number. */
function headerValue() {
  return scalar({ type: ['string', 'number', 'boolean'] }, (value, refuse) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : refuse('must be text'),
  )
}

function checkMeaning({ tests }: RouteTestFile): readonly Finding[] {
  return tests.flatMap((test, index) => checkTest(test, ['tests', index]))
}

function checkTest(test: RouteTest, path: readonly (string | number)[]): readonly Finding[] {
  const { request, model, message, expect } = test
  const { error, target, provider, model: served, order } = expect
  const goesSomewhere = [target, provider, served, order].some((each) => each !== undefined)
  const rules: readonly (readonly [boolean, string, string?])[] = [
    [request === undefined && model === undefined, 'a test needs a request, or a model'],
    [request !== undefined && model !== undefined, 'request and model cannot be used together', 'model'],
    [message !== undefined && model === undefined, 'message needs model', 'message'],
    [Object.keys(expect).length === 0, 'expect needs at least one expectation', 'expect'],
    [
      error !== undefined && goesSomewhere,
      'what is refused goes nowhere: leave out error or the rest',
      'expect',
    ],
  ]
  return rules
    .filter(([isBroken]) => isBroken)
    .map(([, message, key]) => ({
      path: key === undefined ? path : [...path, key],
      message,
      atKey: key !== undefined,
    }))
}
