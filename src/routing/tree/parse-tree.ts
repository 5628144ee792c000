import { wrongField } from '../../core/error.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import { parseCondition } from './condition.ts'
import type { LeafNode, RouteNode } from './node.ts'

/**
 * Reads the `strategy` and `targets` of a Portkey config, nested as deep as they are. A target without targets of its
 * own is a leaf, and `leafOf` says what it stands for. `single`, or no strategy, is the first target. Throws
 * `invalid_request` naming what is wrong, and whatever `leafOf` throws.
 *
 * https://portkey.ai/docs/api-reference/inference-api/config-object
 */
export function parseTree(config: JsonValue, leafOf: LeafOf, param = 'config'): RouteNode {
  return new TreeReader(leafOf).read(config, param, 0)
}

export type LeafOf = (target: JsonObject, param: string) => LeafNode

const DEPTH_MAX = 8
const NODES_MAX = 256
const MODES = ['single', 'loadbalance', 'fallback', 'conditional'] as const

class TreeReader {
  readonly #leafOf: LeafOf
  #nodes = 0

  constructor(leafOf: LeafOf) {
    this.#leafOf = leafOf
  }

  read(config: JsonValue, param: string, depth: number): RouteNode {
    if (!isJsonObject(config)) throw wrongField(param, 'must be an object')
    if (depth > DEPTH_MAX) throw wrongField(param, `nests deeper than ${DEPTH_MAX}`)
    if (++this.#nodes > NODES_MAX) throw wrongField(param, `is more than ${NODES_MAX} targets`)
    if (config['targets'] === undefined) return this.#leafOf(config, param)
    const strategy = config['strategy'] ?? {}
    if (!isJsonObject(strategy)) throw wrongField(`${param}.strategy`, 'must be an object')
    const mode = MODES.find((each) => each === (strategy['mode'] ?? 'single'))
    if (mode === undefined) throw wrongField(`${param}.strategy.mode`, `must be one of ${MODES.join(', ')}`)
    const targets = listOf(config['targets'], `${param}.targets`)
    if (targets.length === 0) throw wrongField(`${param}.targets`, 'must have at least one entry')
    const children = targets.map((target, index): Child => {
      const node = this.read(target, `${param}.targets[${index}]`, depth + 1)
      return { node, fields: target as JsonObject } // What is no object was refused by `read`.
    })
    switch (mode) {
      case 'single':
        return children[0]?.node as RouteNode // There is at least one.
      case 'fallback':
        return {
          type: 'fallback',
          children: children.map(({ node }) => node),
          onStatusCodes: statusesOf(strategy['on_status_codes'], `${param}.strategy.on_status_codes`),
        }
      case 'loadbalance':
        return loadBalance(children, strategy, param)
      case 'conditional':
        return conditional(children, strategy, param)
    }
  }
}

interface Child {
  readonly node: RouteNode
  readonly fields: JsonObject
}

function loadBalance(children: readonly Child[], strategy: JsonObject, param: string): RouteNode {
  const weighed = children.map(({ node, fields }, index) => {
    const { name = `targets[${index}]`, weight = 1 } = fields
    if (typeof weight !== 'number' || !(weight >= 0 && weight <= WEIGHT_MAX))
      throw wrongField(`${param}.targets[${index}].weight`, `must be a number from 0 to ${WEIGHT_MAX}`)
    return { node, name: String(name), weight }
  })
  if (weighed.every(({ weight }) => weight === 0))
    throw wrongField(`${param}.targets`, 'must have a weight above 0 in at least one place')
  return { type: 'loadbalance', children: weighed, hashFields: hashFieldsOf(strategy['sticky'], param) }
}

const WEIGHT_MAX = 1_000_000

function hashFieldsOf(sticky: JsonValue | undefined, param: string): readonly string[] {
  if (!isJsonObject(sticky) || sticky['enabled'] !== true) return []
  const at = `${param}.strategy.sticky.hash_fields`
  return listOf(sticky['hash_fields'] ?? [], at).map((field) => {
    if (typeof field === 'string' && /^(?:metadata|params)\../s.test(field)) return field
    throw wrongField(at, 'must be a list of fields that begin with metadata. or params.')
  })
}

function conditional(children: readonly Child[], strategy: JsonObject, param: string): RouteNode {
  const named = (name: JsonValue | undefined, at: string): RouteNode => {
    const child = children.find(({ fields }) => fields['name'] !== undefined && fields['name'] === name)
    if (child === undefined) throw wrongField(at, 'must be the name of one of the targets')
    return child.node
  }
  const at = `${param}.strategy.conditions`
  const conditions = listOf(strategy['conditions'], at).map((condition, index) => {
    if (!isJsonObject(condition)) throw wrongField(`${at}[${index}]`, 'must be an object')
    return {
      holds: parseCondition(condition['query'], `${at}[${index}].query`),
      child: named(condition['then'], `${at}[${index}].then`),
    }
  })
  const fallback = strategy['default'] ?? null
  const otherwise = fallback === null ? null : named(fallback, `${param}.strategy.default`)
  return { type: 'conditional', conditions, otherwise }
}

function statusesOf(value: JsonValue | undefined, param: string): readonly number[] | null {
  if (value === undefined || value === null) return null
  return listOf(value, param).map((status) => {
    if (typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 999)
      return status
    throw wrongField(param, 'must be a list of statuses')
  })
}

function listOf(value: JsonValue | undefined, param: string): readonly JsonValue[] {
  if (Array.isArray(value)) return value
  throw wrongField(param, 'must be a list')
}
