import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { Surroundings } from '../surroundings.ts'
import type { SentRequest } from './offline-gateway.ts'

export interface RequestFlags {
  readonly model?: string
  readonly message?: string
  readonly path?: string
  readonly header?: Readonly<Record<string, string>>
}

/** The body out of a file, or out of standard input for `-`; without a name, a short one for `--model`. */
export async function readSentRequest(
  name: string | undefined,
  { model = '', message, path, header = {} }: RequestFlags,
  surroundings: Pick<Surroundings, 'cwd' | 'input'>,
): Promise<SentRequest> {
  const body = name === undefined ? shortBody(model, message, path) : await readBody(name, surroundings)
  return { body, headers: header, path: path ?? null }
}

/** One message to a model, such as every endpoint of chats takes it. */
export function shortBody(model: string, message = 'Hello', path?: string): JsonObject {
  const body = { model, messages: [{ role: 'user', content: message }] }
  // Anthropic's dialect does not do without.
  return path !== undefined && path.endsWith('/messages') ? { ...body, max_tokens: 1_024 } : body
}

/** For `--header`, which may be said many times: `name: value`. */
export function addHeader(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [, name, value] = /^([\w!#$%&'*+.^`|~-]+): *(.*)$/.exec(text) ?? []
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError("Write a header as 'name: value'.")
  return { ...before, [name.toLowerCase()]: value.trim() }
}

async function readBody(name: string, { cwd, input }: Pick<Surroundings, 'cwd' | 'input'>) {
  const isInput = name === '-'
  const text = isInput ? ((await input?.()) ?? '') : await readNamed(resolve(cwd, name))
  const body = parsed(text)
  if (isJsonObject(body)) return body
  throw new Error(`${isInput ? 'The standard input' : name} is not a request: it must be one JSON object.`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function readNamed(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`The request ${file} cannot be read.`, { cause: error })
  })
}
