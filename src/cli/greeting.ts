import type { App } from '../app.ts'
import type { Config } from '../config/config.ts'
import { maskedStorageUrl } from '../config/redact.ts'
import type { MasterKey } from './master-key.ts'

/** What a person needs to see first: where it is, and a line that works when pasted. */
export function greeting({ url, gateway }: App, config: Config, masterKey: MasterKey): string {
  const { providers, routes } = gateway.snapshot()
  const names = [...providers.keys()].join(', ')
  const key = masterKey.file === null ? '$PORTOLAN_MASTER_KEY' : `$(cat '${masterKey.file}')`
  const model = providers.has('sim') ? 'sim/echo' : ([...routes.keys()][0] ?? 'gpt-5.4')
  const lines = [
    `Portolan is ready at ${url}`,
    `  Dashboard          ${url}/`,
    `  OpenAI clients     base URL ${url}/v1`,
    `  Anthropic clients  base URL ${url}`,
    `  Admin API          ${url}/admin/v1/openapi.json`,
    `  Providers          ${names === '' ? 'none; set OPENAI_API_KEY or the like, or write portolan.yaml' : names}`,
    `  Records            ${maskedStorageUrl(config.storage.url)}`,
    ...(masterKey.isNew
      ? [
          `  Master key         ${masterKey.value}`,
          `                     shown this once, kept in ${masterKey.file}`,
        ]
      : []),
    '',
    'Try it:',
    '',
    `curl -s ${url}/v1/chat/completions -H "authorization: Bearer ${key}" -H 'content-type: application/json' \\`,
    `  -d '{"model":"${model}","messages":[{"role":"user","content":"Hello from the chart room"}]}'`,
    '',
  ]
  return `${lines.join('\n')}\n`
}
