import type { OperationName } from '../../core/operation.ts'
import type { Asked, Exchange } from '../exchange.ts'
import { readOptions } from '../options.ts'
import { readJson, without } from '../read-json.ts'
import { NO_ROUTING, readRouting } from '../routing-fields.ts'
import { formBody } from './form-body.ts'
import { operationCall } from './operation-call.ts'

/** Reads a request for an operation beside chat, which goes the same way as one for chat from here on. */
export async function readOperation(exchange: Exchange, operation: OperationName): Promise<Asked> {
  const { incoming, snapshot } = exchange
  const { headers, dialect, inPath } = incoming
  if (dialect.operations?.[operation]?.isForm === true) return readFiles(exchange, operation)
  const { bytes, body } = await readJson(incoming, snapshot.config.server.maxBodyBytes)
  const options = readOptions(headers, body)
  const routing = readRouting(headers, body)
  const said = without(body, routing.own)
  const whole = inPath === undefined ? said : { model: inPath.model, ...said }
  const { call, request } = operationCall(operation, dialect.operations?.[operation], whole, null)
  return { bytes, body, request, options, routing, operation: call }
}

/** What is meant for the gateway comes in headers then: the fields of a form go to the provider, all of them. */
async function readFiles({ incoming, snapshot }: Exchange, operation: OperationName): Promise<Asked> {
  const { headers, dialect } = incoming
  const bytes = await incoming.readBody(snapshot.config.server.maxBodyBytes)
  const form = formBody(bytes, String(headers['content-type'] ?? ''))
  const { fields } = form
  const { call, request } = operationCall(operation, dialect.operations?.[operation], fields, form)
  return {
    bytes,
    body: fields,
    recorded: Buffer.from(JSON.stringify(fields)),
    request,
    options: readOptions(headers, {}),
    routing: { ...NO_ROUTING, route: readRouting(headers, {}).route },
    operation: call,
  }
}
