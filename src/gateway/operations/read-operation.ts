import type { OperationName } from '../../core/operation.ts'
import type { Asked, Exchange } from '../exchange.ts'
import { readOptions } from '../options.ts'
import { readJson, without } from '../read-json.ts'
import { readRouting } from '../routing-fields.ts'
import { operationCall } from './operation-call.ts'

/** Reads a request for an operation beside chat, which goes the same way as one for chat from here on. */
export async function readOperation(
  { incoming, snapshot }: Exchange,
  operation: OperationName,
): Promise<Asked> {
  const { bytes, body } = await readJson(incoming, snapshot.config.server.maxBodyBytes)
  const { headers, dialect, inPath } = incoming
  const options = readOptions(headers, body)
  const routing = readRouting(headers, body)
  const asked = without(body, routing.own)
  const form = inPath === undefined ? asked : { model: inPath.model, ...asked }
  const { call, request } = operationCall(operation, dialect.operations?.[operation], form)
  return { bytes, body, request, options, routing, operation: call }
}
