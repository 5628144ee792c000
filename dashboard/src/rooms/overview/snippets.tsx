import { useState } from 'react'
import { gatewayUrl } from '../../api/client.ts'
import { texts } from '../../texts.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { Segments } from '../../ui/segments.tsx'

type Client = 'curl' | 'typescript' | 'python' | 'claude-code' | 'codex'

/** Lines that work once a key stands in the environment; a key itself is never written into the page. */
export function Snippets({ model = 'sim/echo' }: { readonly model?: string }) {
  const [client, setClient] = useState<Client>('curl')
  const { welcome } = texts.overview
  const text = SNIPPETS[client](gatewayUrl.replace(/\/$/, ''), model)
  return (
    <div className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center gap-2">
        <Segments<Client>
          label={welcome.client}
          value={client}
          options={welcome.clients}
          onChange={setClient}
        />
        <CopyButton text={text} />
      </div>
      <pre tabIndex={0} className="code">
        {text}
      </pre>
      <p className="text-xs text-ink-3">{welcome.keyHint}</p>
    </div>
  )
}

const SNIPPETS: Readonly<Record<Client, (url: string, model: string) => string>> = {
  curl: (url, model) =>
    `curl ${url}/v1/chat/completions \\
  -H "authorization: Bearer $PORTOLAN_KEY" -H 'content-type: application/json' \\
  -d '{"model":"${model}","messages":[{"role":"user","content":"Ahoy"}]}'`,
  typescript: (url, model) =>
    `import OpenAI from 'openai'

const client = new OpenAI({ baseURL: '${url}/v1', apiKey: process.env.PORTOLAN_KEY })
const answer = await client.chat.completions.create({
  model: '${model}',
  messages: [{ role: 'user', content: 'Ahoy' }],
})`,
  python: (url, model) =>
    `import os
from openai import OpenAI

client = OpenAI(base_url="${url}/v1", api_key=os.environ["PORTOLAN_KEY"])
answer = client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "Ahoy"}],
)`,
  'claude-code': (url) => `ANTHROPIC_BASE_URL=${url} ANTHROPIC_AUTH_TOKEN=$PORTOLAN_KEY claude`,
  codex: (url, model) =>
    `# ~/.codex/config.toml
model = "${model}"
model_provider = "portolan"

[model_providers.portolan]
name = "Portolan"
base_url = "${url}/v1"
env_key = "PORTOLAN_KEY"
wire_api = "chat"`,
}
