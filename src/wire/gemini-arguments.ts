import type { JsonObject, JsonValue } from '../core/json.ts'
import { objectsOf } from './gemini.ts'

/**
 * Puts together arguments that come in pieces, each under a JSON path (`$.recipe.steps[1]`): strings grow, all else is
 * set. Pieces may come in any order of paths, so the JSON text exists only when the call is whole.
 * https://docs.cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling
 */
export class GeminiArguments {
  #root: Container = emptyObject()

  /** Arguments that came whole. */
  set(args: JsonObject): void {
    this.#root = Object.assign(emptyObject(), args)
  }

  add(partialArgs: JsonValue | undefined): void {
    for (const piece of objectsOf(partialArgs)) {
      const path = typeof piece.jsonPath === 'string' ? readPath(piece.jsonPath) : null
      const value = valueOf(piece)
      if (path !== null && value !== undefined) place(this.#root, path, value)
    }
  }

  text(): string {
    return JSON.stringify(this.#root)
  }
}

type Step = string | number
type Container = Record<Step, unknown>

/** Longer arrays than any tool takes; a wild index must not make the process write a list of that length. */
const ARRAY_LENGTH_MAX = 65_536

const STEP = /\.([^.[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/gy

/** The names and indexes of a JSON path; null where it holds anything else, such as a wildcard. */
function readPath(jsonPath: string): readonly Step[] | null {
  const steps: Step[] = []
  let end = 1
  for (const match of jsonPath.slice(1).matchAll(STEP)) {
    const [whole, name, index, single, double] = match
    steps.push(index === undefined ? (name ?? unescaped(single ?? double ?? '')) : Number(index))
    end += whole.length
  }
  const isWhole = jsonPath.startsWith('$') && end === jsonPath.length && steps.length > 0
  const isBounded = steps.every((step) => typeof step === 'string' || step < ARRAY_LENGTH_MAX)
  return isWhole && isBounded ? steps : null
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1')
}

function valueOf(piece: JsonObject): JsonValue | undefined {
  return (
    piece.stringValue ?? piece.numberValue ?? piece.boolValue ?? ('nullValue' in piece ? null : undefined)
  )
}

function place(root: Container, path: readonly Step[], value: JsonValue): void {
  let at = root
  path.slice(0, -1).forEach((step, depth) => {
    if (!isContainer(at[step])) at[step] = typeof path[depth + 1] === 'number' ? [] : emptyObject()
    at = at[step] as Container // Either it was one, or the line above has made it one.
  })
  const last = path.at(-1) ?? ''
  const before = at[last]
  at[last] = typeof before === 'string' && typeof value === 'string' ? before + value : value
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null
}

/** Without a prototype, so that a tool's `__proto__` is a name like any other. */
function emptyObject(): Container {
  return Object.create(null) as Container // `Object.create` is typed `any`.
}
