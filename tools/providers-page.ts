import type { JsonObject } from '../src/core/json.ts'
import type { Provider, ProviderSetting } from '../src/core/provider.ts'
import { chatRequest } from '../src/core/request.fixture.ts'
import type { Reasoning, WireFormat } from '../src/core/request.ts'
import { FIXTURES } from '../src/providers/conformance/index.fixture.ts'
import type { ProviderFixture } from '../src/providers/conformance/provider.fixture.ts'
import { PREFILLED } from '../src/providers/conformance/requests.fixture.ts'
import { PROVIDERS } from '../src/providers/index.ts'

const TARGET = { model: 'm', maxOutputTokens: null, reasons: true } as const

/** The page with what the providers say of themselves between its marks, `<!-- table -->` and `<!-- kinds -->`. */
export function renderProvidersPage(page: string): string {
  const between = (name: string, text: string) => (whole: string) => {
    const [before, rest = ''] = whole.split(`<!-- ${name} -->\n`)
    const [, after = ''] = rest.split(`<!-- end of ${name} -->\n`)
    return `${before}<!-- ${name} -->\n${text}<!-- end of ${name} -->\n${after}`
  }
  return between('kinds', kindSections())(between('table', kindTable())(page))
}

const WIRES: Readonly<Record<WireFormat, string>> = {
  'openai-chat': 'OpenAI Chat Completions',
  'openai-responses': 'OpenAI Responses',
  'anthropic-messages': 'Anthropic Messages',
  gemini: 'Gemini',
}

function kindTable(): string {
  const rows = PROVIDERS.map(({ kind, baseUrl, apiKeyEnv, baseUrlEnv, wire, chats }) => [
    code(kind),
    baseUrl === null ? (kind === 'simulator' ? 'none: built in' : 'none: give `base_url`') : code(baseUrl),
    [apiKeyEnv, baseUrlEnv]
      .flatMap((name) => (name === null || name === undefined ? [] : code(name)))
      .join(' ') || 'none',
    wire === null ? 'a format of its own' : chats === false ? 'no chat: embeddings and rerank' : WIRES[wire],
    chats === false ? DOCUMENTED : evidenceOf(FIXTURES.find(({ provider }) => provider.kind === kind)),
  ])
  return table(['kind', 'base URL', 'variable', 'speaks', 'tested on'], rows)
}

function evidenceOf(fixture: ProviderFixture | undefined): string {
  if (fixture === undefined) return 'recorded'
  return fixture.recorded === undefined ? DOCUMENTED : 'recorded, documented'
}

const DOCUMENTED = 'documented, not recorded'

function kindSections(): string {
  return FIXTURES.map(kindSection).join('\n')
}

function kindSection(fixture: ProviderFixture): string {
  const { provider, page, dropped } = fixture
  const lines = [
    `[Its documentation](${page}).`,
    ...settingLines(provider.settings ?? []),
    ...reasoningLines(fixture),
    echoLine(fixture.echo),
    ...prefixLines(provider),
    `Dropped by name: ${(dropped.match(/\w+/g) ?? ['nothing']).map(code).join(' ')}.`,
  ]
  return `## ${provider.kind}\n\n${lines.map((line) => `- ${line}\n`).join('')}`
}

function settingLines(settings: readonly ProviderSetting[]): readonly string[] {
  return settings.map(({ name, about, isRequired, env }) => {
    const variable = env === undefined ? '' : `, or the variable ${code(env)}`
    return `${code(name)}${isRequired === true ? ' (required)' : ''}${variable}: ${about}`
  })
}

function reasoningLines({ reasoning }: ProviderFixture): readonly string[] {
  return reasoning.map(([asked, fields, target]) => {
    const model = target?.model === undefined ? '' : ` for ${code(target.model)}`
    const told = fields === null ? 'dropped' : toldWords(fields)
    return `${askedWords(asked)}${model}: ${told}.`
  })
}

function toldWords(fields: JsonObject): string {
  return Object.keys(fields).length === 0 ? 'as it does anyway' : code(JSON.stringify(fields))
}

function askedWords({ effort, budgetTokens, enabled }: Reasoning): string {
  if (enabled === false || effort === 'none') return 'Reasoning off'
  if (budgetTokens !== undefined) return `Reasoning within ${budgetTokens} tokens`
  return `Reasoning effort ${code(effort ?? 'medium')}`
}

const ECHO_FIELDS = ['reasoning_content', 'reasoning', 'reasoning_details', 'content', 'tool_plan']

function echoLine(echo: JsonObject): string {
  const field = ECHO_FIELDS.find((name) => echo[name] !== undefined && echo[name] !== null)
  return field === undefined
    ? 'Earlier reasoning is not sent back.'
    : `Earlier reasoning goes back in ${code(field)}.`
}

function prefixLines(provider: Provider): readonly string[] {
  if (provider.continuesPrefix?.('m') !== true) return []
  const { body } = provider.encode(chatRequest(PREFILLED), TARGET)
  const { messages, model: _model, ...fields } = body
  const last = Array.isArray(messages) ? messages.at(-1) : {}
  const { role: _role, content: _content, ...mark } = last
  const words = { ...mark, ...fields }
  const how = Object.keys(words).length === 0 ? '' : `, by ${code(JSON.stringify(words))}`
  return [`Goes on with an answer that was begun${how}.`]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return [line(head), `|${head.map(() => '---').join('|')}|\n`, ...rows.map(line)].join('')
}

function code(text: string): string {
  return `\`${text}\``
}
