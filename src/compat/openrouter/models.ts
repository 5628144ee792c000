import { wrongField } from '../../core/error.ts'
import { modelView } from './model-view.ts'
import type { Answerer } from './parts.ts'
import { servedModel, servedModels } from './served-models.ts'

const LIMIT_MAX = 1_000

/** `GET /models`: all that this key may call. `offset` and `limit` cut a page of it; `q` is a part of the name. */
export const listModels: Answerer = ({ caller, query }, parts) => {
  const nowMs = parts.gateway.clock.now()
  const wanted = (query.get('q') ?? '').toLowerCase()
  const found = servedModels(caller, parts).filter(({ name }) => name.toLowerCase().includes(wanted))
  const offset = count(query, 'offset', 0)
  const limit = count(query, 'limit', Number.POSITIVE_INFINITY)
  const shown = found.slice(offset, offset + limit)
  const end = offset + shown.length
  const next = end < found.length ? `/api/v1/models?offset=${end}&limit=${limit}` : null
  return {
    data: shown.map((model) => modelView(model, nowMs)),
    total_count: found.length,
    links: { next },
  }
}

/** `GET /models/count` */
export const modelCount: Answerer = ({ caller }, parts) => ({
  data: { count: servedModels(caller, parts).length },
})

/** `GET /model/{author}/{slug}` */
export const oneModel: Answerer = ({ caller, names }, parts) => ({
  data: modelView(servedModel(names.join('/'), caller, parts), parts.gateway.clock.now()),
})

function count(query: URLSearchParams, name: string, absent: number): number {
  const text = query.get(name)
  if (text === null) return absent
  const value = Number(text)
  const isCount = /^\d+$/.test(text) && value <= Number.MAX_SAFE_INTEGER
  if (!isCount || (name === 'limit' && (value < 1 || value > LIMIT_MAX)))
    throw wrongField(name, name === 'limit' ? `must be from 1 to ${LIMIT_MAX}` : 'must be a whole number')
  return value
}
