import type { JsonValue } from '../core/json.ts'
import { isJsonObject } from '../core/json.ts'
import type { Config } from './config.ts'
import type { Finding } from './document.ts'
import { formatPath, type Path } from './problem.ts'
import { MASK, maskedStorageUrl } from './redact.ts'

/** What a process takes up once, when it starts. */
const FIXED: readonly { readonly path: Path; of(config: Config): string | number }[] = [
  { path: ['server', 'host'], of: ({ server }) => server.host },
  { path: ['server', 'port'], of: ({ server }) => server.port },
  { path: ['storage', 'url'], of: ({ storage }) => maskedStorageUrl(storage.url) },
]

/** The fields in which `next` asks for something that only a restart could bring, as paths. */
export function fixedChanges(next: Config, running: Config): readonly string[] {
  return FIXED.filter(({ of }) => of(next) !== of(running)).map(({ path }) => formatPath(path))
}

/** The same, with the running values in those places. */
export function withFixed(next: Config, { server, storage }: Config): Config {
  return {
    ...next,
    server: { ...next.server, host: server.host, port: server.port },
    storage: { ...next.storage, url: storage.url },
  }
}

/**
 * What is wrong with putting a valid document in force now: it states a fixed field otherwise, or it still has the
 * mask in the place of a secret. A fixed field that it does not state is kept, and nothing is wrong with that.
 */
export function checkLive(document: JsonValue, next: Config, running: Config): readonly Finding[] {
  const moved = FIXED.filter(({ path, of }) => at(document, path) !== undefined && of(next) !== of(running))
  return [
    ...moved.map(({ path }) => ({
      path,
      message: `${formatPath(path)} cannot change while the gateway runs; restart it with the new value`,
    })),
    ...masked(at(document, ['providers']), ['providers']),
  ]
}

function masked(value: JsonValue | undefined, path: Path): readonly Finding[] {
  if (value === MASK)
    return [
      { path, message: `${formatPath(path)} is masked; write the secret, or a reference such as \${NAME}` },
    ]
  if (Array.isArray(value)) return value.flatMap((item, index) => masked(item, [...path, index]))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => masked(inner, [...path, key]))
}

function at(value: JsonValue, path: Path): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (inner, step) => (isJsonObject(inner) ? inner[step] : undefined),
    value,
  )
}
