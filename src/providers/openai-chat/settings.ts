import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { ProviderSetting, SettingValue } from '../../core/provider.ts'
import type { ChatApi } from './api.ts'

/** A key of the configuration, and where what it says goes. */
export interface ChatSetting extends ProviderSetting {
  /**
   * `address`: in the place of `{name}` in the base URL. `field`: into the body, by the path of its keys. `own`: where
   * the kind itself puts it.
   */
  readonly to:
    | { readonly place: 'address' }
    | { readonly place: 'own' }
    | { readonly place: 'header'; readonly name: string }
    | { readonly place: 'field'; readonly path: readonly string[] }
}

/** The same API as these settings make it. */
export function withSettings(api: ChatApi, said: Readonly<Record<string, SettingValue>>): ChatApi {
  let configured = api
  for (const setting of api.settings ?? []) {
    const value = said[setting.name]
    if (value !== undefined) configured = withSetting(configured, setting, value)
  }
  return configured
}

function withSetting(api: ChatApi, { name, to }: ChatSetting, value: SettingValue): ChatApi {
  const text = typeof value === 'string' ? value : value.join(',')
  switch (to.place) {
    case 'address':
      return { ...api, baseUrl: api.baseUrl?.replace(`{${name}}`, text) ?? null }
    case 'own':
      return api
    case 'header':
      return { ...api, headers: { ...api.headers, [to.name]: text } }
    case 'field':
      return { ...api, fields: withField(api.fields ?? {}, to.path, value) }
  }
}

function withField(fields: JsonObject, [name, ...rest]: readonly string[], value: SettingValue): JsonObject {
  if (name === undefined) return fields
  const inner = fields[name]
  const holder = isJsonObject(inner) ? inner : {}
  return { ...fields, [name]: rest.length === 0 ? value : withField(holder, rest, value) }
}
