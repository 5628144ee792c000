import type { Provider } from '../../core/provider.ts'

/** https://platform.openai.com/docs/guides/realtime-websocket */
export const realtime: NonNullable<Provider['realtime']> = {
  path: (model) => `/realtime?model=${encodeURIComponent(model)}`,
}
