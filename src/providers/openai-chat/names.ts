import { createHash } from 'node:crypto'

const NAME = /^[a-zA-Z0-9_-]{1,64}$/
const ID_LENGTH_MAX = 40

/** A tool's name as OpenAI takes it. One that it refuses gets a name of its own, the same each time. */
export function wireName(name: string): string {
  if (NAME.test(name)) return name
  const readable = name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 50)
  return `${readable}_${digest(name, 10)}`
}

/** A call's id as OpenAI takes it: at most 40 characters. The same id always shortens to the same. */
export function wireId(id: string): string {
  return id.length <= ID_LENGTH_MAX ? id : `call_${digest(id, 32)}`
}

function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length)
}
