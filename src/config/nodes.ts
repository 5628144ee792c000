import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import type { JsonValue } from '../core/json.ts'
import { type Environment, interpolate } from './interpolate.ts'
import { formatLabel, formatName, type Path } from './problem.ts'

const DEPTH_MAX = 32
// After aliases are written out, which is what stops a file of a few lines that means billions.
const NODES_MAX = 50_000

/** Offsets in the text of what each list and mapping holds, by index or key. */
export type Places = WeakMap<object, ReadonlyMap<string | number, Place>>

interface Place {
  readonly key: number
  readonly value: number
}

interface Fault {
  readonly path: Path
  readonly offset: number
  readonly message: string
}

interface Reading {
  readonly value: JsonValue
  readonly places: Places
  readonly faults: readonly Fault[]
  /** False where a limit was hit and the rest was not read. */
  readonly isWhole: boolean
}

/** A parsed YAML document as plain JSON values, with references to the environment replaced. */
export function readNodes(document: Document.Parsed, env: Environment): Reading {
  const reader = new NodeReader(env)
  const value = reader.read(document.contents, { path: [], offset: 0, isCopy: false })
  return { value, places: reader.places, faults: reader.faults, isWhole: reader.isWhole }
}

interface Spot {
  readonly path: Path
  readonly offset: number
  /** Inside a written-out alias: anchors in here are not defined anew. */
  readonly isCopy: boolean
}

class NodeReader {
  readonly places: Places = new WeakMap()
  readonly faults: Fault[] = []
  isWhole = true
  readonly #env: Environment
  readonly #anchors = new Map<string, Node>()
  #nodes = 0

  constructor(env: Environment) {
    this.#env = env
  }

  read(node: Node | null, spot: Spot): JsonValue {
    if (!this.isWhole || node === null) return null
    this.#nodes += 1
    if (this.#nodes > NODES_MAX)
      return this.#stop(spot, `the file holds more than ${NODES_MAX} values, aliases written out`)
    if (spot.path.length > DEPTH_MAX) return this.#stop(spot, 'the file is nested too deeply')
    if (isAlias(node)) {
      const anchored = this.#anchors.get(node.source)
      if (anchored === undefined)
        return this.#fault(spot, `the alias *${node.source} has no anchor before it`)
      return this.read(anchored, { ...spot, isCopy: true })
    }
    if (!spot.isCopy && node.anchor !== undefined) this.#anchors.set(node.anchor, node)
    if (isMap(node)) return this.#mapping(node, spot)
    if (isSeq(node)) return this.#list(node.items as Node[], spot) // Parsed lists hold nodes.
    return isScalar(node) ? this.#scalar(node.value, spot) : null
  }

  #list(items: readonly Node[], spot: Spot): JsonValue {
    const values: JsonValue[] = []
    const places = new Map<number, Place>()
    for (const [index, item] of items.entries()) {
      const offset = item.range?.[0] ?? spot.offset
      places.set(index, { key: offset, value: offset })
      values.push(this.read(item, { ...spot, path: [...spot.path, index], offset }))
    }
    this.places.set(values, places)
    return values
  }

  #mapping(map: YAMLMap, spot: Spot): JsonValue {
    const values: Record<string, JsonValue> = {}
    const places = new Map<string, Place>()
    const pairs = map.items as Pair<Node, Node | null>[] // Parsed mappings hold nodes.
    for (const { key, value } of pairs) {
      const keyOffset = key.range?.[0] ?? spot.offset
      const name = isScalar(key) ? keyText(key.value, key.source) : null
      const at = { ...spot, path: [...spot.path, name ?? '?'], offset: keyOffset }
      if (name === null || name === '' || name === '__proto__') {
        this.#fault(at, 'a key must be plain text')
        continue
      }
      if (places.has(name)) {
        this.#fault(at, `the key ${formatName(name)} is set twice`)
        continue
      }
      const offset = value?.range?.[0] ?? keyOffset
      places.set(name, { key: keyOffset, value: offset })
      values[name] = this.read(value, { ...at, offset })
    }
    this.places.set(values, places)
    return values
  }

  #scalar(value: unknown, spot: Spot): JsonValue {
    if (typeof value === 'string') {
      const { text, faults } = interpolate(value, this.#env)
      for (const fault of faults) this.#fault(spot, `${formatLabel(spot.path)} ${fault}`)
      return text
    }
    return typeof value === 'number' || typeof value === 'boolean' ? value : null
  }

  #fault({ path, offset }: Spot, message: string): null {
    this.faults.push({ path, offset, message })
    return null
  }

  #stop(spot: Spot, message: string): null {
    this.isWhole = false
    return this.#fault(spot, message)
  }
}

/** A number, boolean or null as a key is the text that the file shows: `404:`, `true:`. */
function keyText(value: unknown, source: string | undefined): string | null {
  return typeof value === 'string' ? value : (source ?? null)
}
