import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { JsonObject } from '../src/core/json.ts'
import { parseJsonObject } from '../src/core/json.ts'
import { admit } from './admit.ts'
import type { Answer } from './answer.ts'
import { type Ask, inputTokens } from './ask.ts'
import type { RequestRow } from './books.ts'
import { choicesOf, tokensIn } from './choices.ts'
import { Failure } from './failure.ts'
import type { Fault } from './fault.ts'
import { objectAt, textAt } from './formats/fields.ts'
import { formFields } from './form-fields.ts'
import type { House } from './house.ts'
import { type ModelName, readModelName } from './model-name.ts'
import { findModel, MODEL_NAMES, type Model } from './models.ts'
import { readBody } from './read-body.ts'
import { Reply } from './reply.ts'
import { findRoute, type Route } from './route.ts'

/** One request, from its head to its answer. */
export function serve(request: IncomingMessage, response: ServerResponse, house: House): void {
  const { method = 'GET', url = '/', headers } = request
  const row = house.books.open(method, url, headers)
  const route = findRoute(url, headers)
  const reply = new Reply(response, row, house, route.format)
  response.once('close', () => house.books.close(row, !response.writableFinished && !reply.isCut))
  readBody(request, (text) => {
    try {
      const key = admit(route, row, reply, house)
      if (route.operation === 'list') list(route, reply, house)
      else answer(route, readRequest(row, text), key, row, reply, house)
    } catch (error) {
      if (!(error instanceof Failure)) house.log?.error('The simulator failed on a request.', { error })
      reply.refuse(error instanceof Failure ? error : new Failure('scripted', String(error), { status: 500 }))
    }
  })
}

function list({ format, model }: Route, reply: Reply, { aliases, slow }: House): void {
  if (model === null) return reply.json(format.renderModels([...MODEL_NAMES, ...Object.keys(aliases)]))
  const { name, base } = readModelName(model, aliases)
  if (findModel(base, slow) === null) throw new Failure('model-unknown', name)
  reply.json(format.renderModel(name))
}

function readRequest(row: RequestRow, text: string | null): JsonObject {
  if (text === null) throw new Failure('too-large')
  const isForm = String(row.headers['content-type']).startsWith('multipart/form-data')
  const body = isForm ? formFields(text) : parseJsonObject(text)
  row.text = text
  row.body = body
  if (body === null) throw new Failure('invalid-json')
  row.id = idOf(row.headers, body)
  return body
}

function answer(
  route: Route,
  body: JsonObject,
  key: string | null,
  row: RequestRow,
  reply: Reply,
  house: House,
): void {
  const name = readModelName(route.model ?? textAt(body, 'model') ?? '', house.aliases)
  if (name.name === '') throw new Failure('model-missing')
  row.model = name.name
  const model = findModel(name.base, house.slow)
  if (model === null) throw new Failure('model-unknown', name.name)
  const fault = faultOf(name, model, key, row.headers, house)
  reply.suffer(fault)
  if (fault.hang === true) return
  if (fault.reset === true) return reply.reset()
  if (fault.html === true) return reply.page(fault.status ?? 502)
  const isBlocked = fault.error === 'content_filter' && route.format.wire === 'gemini'
  if (!isBlocked) refuseAsTold(fault, key)
  if (route.service !== null) {
    return reply.served(route.service.answer(body, { seed: house.seed, model: name.name }))
  }
  const operation = route.operation === 'count' ? 'count' : 'generate'
  const signing = { seed: house.seed, isSigned: model.isSigned === true }
  const ask = route.format.read({
    operation,
    headers: row.headers,
    body,
    streamPath: route.streamPath,
    ...signing,
  })
  if (operation === 'count') return reply.json(route.format.renderCount(inputTokens(ask)))
  const made = isBlocked ? blocked(route, ask, name, house) : compose(route, ask, name, model, fault, house)
  if (ask.stream) reply.stream(made)
  else reply.unary(made)
}

function faultOf(
  { name, faults }: ModelName,
  model: Model,
  key: string | null,
  headers: IncomingHttpHeaders,
  house: House,
): Fault {
  const header = headers['x-sim-fault']
  return house.script.faultFor({
    model: name,
    key,
    suffix: faults,
    header: typeof header === 'string' ? header : null,
    preset: { ...house.fault, ...model.fault },
  })
}

/** The refusals a fault asks for, whatever the request says. */
function refuseAsTold(fault: Fault, key: string | null): void {
  const { status, retryAfterSeconds, retryAfterMs, error } = fault
  const retry = {
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  }
  if (fault.echoKey === true) {
    throw new Failure('scripted', `Incorrect API key provided: ${key ?? '(none)'}.`, {
      status: status ?? 401,
      ...retry,
    })
  }
  if (status !== undefined) throw new Failure('scripted', '', { status, ...retry })
  if (error === 'context_length_exceeded') throw new Failure('context-length')
  if (error === 'content_filter') throw new Failure('content-filter')
}

function compose(
  { format }: Route,
  ask: Ask,
  { name }: ModelName,
  model: Model,
  fault: Fault,
  { seed, makeId, now }: House,
): Answer {
  const choices = choicesOf(model, ask, { name, seed, callId: () => format.callId(makeId) }, fault)
  const tokens = tokensIn(choices, inputTokens(ask))
  const reported = fault.usage === 'missing' ? null : fault.usage === 'zero' ? NO_TOKENS : tokens
  const { includeUsage } = ask
  const id = format.answerId(makeId)
  return { id, model: name, createdMs: now(), choices, tokens, reported, includeUsage, isBlocked: false }
}

/** Gemini refuses a prompt with a 200 that has no candidates. The prompt is billed. */
function blocked({ format }: Route, ask: Ask, { name }: ModelName, { makeId, now }: House): Answer {
  const tokens = { ...NO_TOKENS, input: inputTokens(ask) }
  const id = format.answerId(makeId)
  return {
    id,
    model: name,
    createdMs: now(),
    choices: [],
    tokens,
    reported: tokens,
    includeUsage: true,
    isBlocked: true,
  }
}

const NO_TOKENS = { input: 0, output: 0, reasoning: 0 }

/** How a test finds its request again. */
function idOf(headers: IncomingHttpHeaders, body: JsonObject): string | null {
  const header = headers['x-sim-id']
  if (typeof header === 'string') return header
  return textAt(body, 'user') ?? textAt(objectAt(body, 'metadata') ?? {}, 'user_id')
}
