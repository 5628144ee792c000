import { GatewayError } from '../../core/error.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import { type FormPart, readForm } from '../../wire/multipart.ts'

/** A request that brings files along: its fields, and its bytes with another model in them. */
export interface FormBody {
  /** Text as text; of a file its name and size. What comes several times is a list. */
  readonly fields: JsonObject
  readonly contentType: string
  withModel(model: string): Buffer
}

/** Throws `invalid_request`. */
export function formBody(bytes: Buffer, contentType: string): FormBody {
  const parts = readForm(bytes, contentType)
  const [model, another] = parts.filter(({ name }) => name === 'model')
  if (another !== undefined || (model !== undefined && model.fileName !== null))
    throw new GatewayError('invalid_request', 'model must be one field of the form.', { param: 'model' })
  return {
    fields: fieldsOf(bytes, parts),
    contentType,
    withModel(name) {
      if (model === undefined) return bytes
      return Buffer.concat([bytes.subarray(0, model.start), Buffer.from(name), bytes.subarray(model.end)])
    },
  }
}

function fieldsOf(bytes: Buffer, parts: readonly FormPart[]): JsonObject {
  const fields = new Map<string, JsonValue[]>()
  for (const part of parts) {
    const values = fields.get(part.name)
    if (values === undefined) fields.set(part.name, [valueOf(bytes, part)])
    else values.push(valueOf(bytes, part))
  }
  return Object.fromEntries([...fields].map(([name, values]) => [name, oneOrAll(values)]))
}

function oneOrAll(values: readonly JsonValue[]): JsonValue {
  const [only = null] = values
  return values.length === 1 ? only : values
}

function valueOf(bytes: Buffer, { fileName, start, end }: FormPart): JsonValue {
  return fileName === null ? bytes.toString('utf8', start, end) : { file_name: fileName, bytes: end - start }
}
