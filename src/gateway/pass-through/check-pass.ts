import { GatewayError } from '../../core/error.ts'
import type { KeyRecord } from '../../core/key.ts'
import { mayUseModel } from '../admit.ts'
import { checkScopes } from '../key-scopes.ts'
import type { ConfiguredProvider } from '../snapshot.ts'
import type { PassRequest } from './pass-request.ts'
import { modelInPath, modelsNamed, type PassBody } from './read-pass.ts'

/** Throws `permission_denied` where this key may not pass anything on to this provider. */
export function checkProvider(
  key: KeyRecord | null,
  { name, provider }: ConfiguredProvider,
  { address }: PassRequest,
): void {
  if (key === null) return
  if (key.role === 'viewer')
    throw denied('This API key is for reading the admin API; it may not call providers.')
  checkScopes(key, provider.wire === null ? { address } : { address, dialect: provider.wire })
  if (key.scopes?.routes !== undefined)
    throw denied('This API key is held to routes, and a pass-through follows none.', 'routes')
  if (key.scopes?.providers?.includes(name) === false)
    throw denied(`This API key may not use the provider ${name}.`, 'providers')
}

/**
 * And where it may not use a model that is named. A body in which no name can be read could hold any, so a key that is
 * held to some models may not send one.
 */
export function checkModels(key: KeyRecord | null, provider: string, path: string, read: PassBody): void {
  if (key === null || key.models === null) return
  const inPath = modelInPath(path)
  const names = new Set([...modelsNamed(read.body), ...(inPath === null ? [] : [inPath])])
  for (const name of names) {
    if (!mayUseModel(key, name) && !mayUseModel(key, `${provider}/${name}`))
      throw denied(`This API key may not use the model ${name.slice(0, 100)}.`, 'model')
  }
  const hasBody = read.bytes === null || read.bytes.length > 0
  if (hasBody && names.size === 0)
    throw denied('This API key is held to some models; pass on a JSON body that names one of them.', 'model')
}

function denied(message: string, param?: string): GatewayError {
  return new GatewayError('permission_denied', message, param === undefined ? {} : { param })
}
