import { expect, test } from 'vitest'
import { loadConfig } from './load.ts'
import {
  expectProblems,
  OPTIONS,
  PROVIDERS,
  problemsOf,
  provider,
  route,
  TARGETS,
} from './problems.fixture.ts'

const MALFORMED = 'has a malformed reference: write ${NAME}, ${NAME:-default}, or $${ for a literal ${'
const NOT_A_KEY = 'api_key must be a key: not empty, without spaces or line breaks'

const STRATEGIES =
  'balanced, order, weighted, round-robin, price, latency, throughput, least-busy, usage, quality, sticky'
const NO_MIAN = 'there is no provider named mian (did you mean main?)'
const NO_AZUR = 'there is no provider named azur'
const NO_REGION = 'region must have at least one entry'
const WEIGHTS = 'int4, int8, fp4, mxfp4, nvfp4, fp6, fp8, mxfp8, fp16, bf16, fp32'
const NO_FP7 = `quantizations[0] must be one of ${WEIGHTS}, unknown (did you mean fp4?)`
const NOT_KNOWN = `quantization must be one of ${WEIGHTS}`
const STICKY_BY = 'by must be one of session, user, prefix'

/** A file, with `»` before each place where something is wrong, and what is wrong there. */
const CASES: readonly (readonly [marked: string, ...messages: string[]])[] = [
  // The text itself.
  ['server:\n»\thost: x', 'syntax error: Tabs are not allowed as indentation'],
  ['server:\n  host: x\n» port: 1', 'syntax error: All mapping items must start at the same column'],
  ['server: "x»', 'syntax error: Missing closing "quote'],
  ['version: »!secret 1', 'syntax error: Unresolved tag: !secret'],
  ['version: 1\nserver: {}\n»version: 1', 'the key version is set twice'],
  ['server: { »[a]: 1 }', 'a key must be plain text'],
  ['server: »*s', 'the alias *s has no anchor before it'],
  ['»- 1', 'the configuration must be a mapping of keys to values'],

  // References to the environment.
  ['server: { host: »"${HOST}" }', 'host needs the environment variable HOST, which is not set'],
  ['server: { port: »"${PORT:4000}" }', `port ${MALFORMED}`],
  ['server: { port: »"${PORT" }', `port ${MALFORMED}`],
  [
    'server: { host: »"${constructor}" }',
    'host needs the environment variable constructor, which is not set',
  ],

  // Keys.
  ['»sever: {}', 'unknown key sever (did you mean server?)'],
  ['server:\n  »hosst: x\n  »zzzzzz: 1', 'unknown key hosst (did you mean host?)', 'unknown key zzzzzz'],
  provider('kind: openai, »baseUrl: x', 'unknown key baseUrl (did you mean base_url?)'),
  ['providers: { »a/b: { kind: openai } }', 'a/b cannot be used as a name here'],
  ['models: { »"x y": { targets: [] } }', 'x y cannot be used as a name here'],
  ['»__proto__: { x: 1 }', 'a key must be plain text'],

  // Values.
  ['version: »2', 'version must be 1, the only version so far'],
  ['server: »[1]', 'server must be a mapping of keys to values'],
  ['limits: »{}', 'limits must be a list'],
  ['server: { port: »70000 }', 'port must be a whole number from 0 to 65535'],
  ['server: { port: »1.5 }', 'port must be a whole number from 0 to 65535'],
  ['server: { port: ».nan }', 'port must be a whole number from 0 to 65535'],
  ['server: { port: »"" }', 'port must be a whole number from 0 to 65535'],
  ['server: { host: »5 }', 'host must be text; put it in quotes'],
  ['server: { drain_timeout: »30 }', 'drain_timeout must be a duration such as 500ms, 10s, 5m, 1h or 30d'],
  ['server: { drain_timeout: »2h }', 'drain_timeout must be a duration from 0s to 1h'],
  ['storage: { url: »"mysql://x" }', 'url must be sqlite: and a path, or postgres:// and a database'],
  ['recording: { bodies: »error }', 'bodies must be one of all, errors, none (did you mean errors?)'],

  // Limits and budgets.
  [
    'limits: [{ scope: key, rpm: »5% }]',
    'rpm must be a whole number from 1 to 1000000000000, not a percentage',
  ],
  ['limits: [{ scope: key, rpm: »0 }]', 'rpm must be a whole number from 1 to 1000000000000'],
  ['limits: [»{ rpm: 5 }]', 'scope is required'],
  [
    'limits: [»{ scope: key }]',
    'a limit needs at least one of rpm, rph, rpd, tpm, tpd, concurrency and models',
  ],
  ['budgets: [»{ scope: key }]', 'a budget needs exactly one of usd, tokens, calls and seconds'],
  [
    'budgets: [»{ scope: key, usd: 1, calls: 1 }]',
    'a budget needs exactly one of usd, tokens, calls and seconds',
  ],
  [
    'budgets: [»{ scope: key, usd: 1, on_exhausted: downgrade }]',
    'on_exhausted downgrade needs downgrade_to, the model to ask instead',
  ],
  ['budgets: [{ scope: key, usd: 1, »downgrade_to: m }]', 'downgrade_to is for on_exhausted: downgrade'],
  [
    'budgets: [{ scope: provider, usd: 1, on_exhausted: »pause }]',
    'a budget of a provider turns requests to others; it takes deny or warn',
  ],
  [
    'budgets: [{ scope: key, usd: 1, »increase: { calls: 1, until: 2099-01-01 } }]',
    'increase needs usd, as its budget has it',
  ],
  [
    'budgets: [{ scope: key, usd: 1, increase: { usd: 1, until: »tomorrow } }]',
    'until must be an ISO 8601 time such as 2026-01-31T12:00:00Z',
  ],
  [
    'budgets: [{ scope: key, usd: 1, time_zone: »Vienna }]',
    'time_zone must be the name of a time zone such as Europe/Vienna',
  ],
  ['budgets: [{ scope: key, usd: »-1 }]', 'usd must be a number from 0 to 9000000'],
  [
    'budgets: [{ scope: key, usd: 1, window: »0d }]',
    'window must be day, week, month, lifetime, days such as 7d or hours such as 24h',
  ],

  // Providers.
  provider('kind: »opnai', 'kind must be one of openai, openai-compatible (did you mean openai?)'),
  ['providers: { »x: { api_key: x } }', 'kind is required'],
  ['providers: { »x: { kind: openai-compatible } }', 'base_url is required for the kind openai-compatible'],
  provider('kind: openai, api_key: a, »keys: [{ value: b }]', 'keys and api_key cannot be used together'),
  provider('kind: openai, keys: »[]', 'keys must have at least one entry'),
  provider(
    'kind: openai, »keys: [{ weight: 0, value: a }]',
    'keys need a weight above 0 in at least one place',
  ),
  provider('kind: openai, api_key: »""', NOT_A_KEY),
  provider('kind: openai, api_key: »"a b"', NOT_A_KEY),
  provider('kind: openai, api_key: »"${NOTHING}"', NOT_A_KEY),
  provider('kind: openai, base_url: »"ftp://x"', 'base_url must be an http:// or https:// address'),
  provider('kind: openai, base_url: »"//x"', 'base_url must be an http:// or https:// address'),
  provider(
    'kind: openai, base_url: »"https://u:p@x"',
    'base_url must not hold a user name or password; put the credential in api_key',
  ),
  provider('kind: openai, base_url: »"https://x?k=1"', 'base_url must not have a query or a fragment'),
  provider('kind: openai, headers: { »"a b": x }', 'a b cannot be used as a name here'),
  provider('kind: openai, headers: { x: »"a\\r\\nb: c" }', 'x must be text without line breaks'),
  provider('kind: openai, headers: { »Host: x }', 'Host is a header that the gateway sets itself'),
  provider('kind: openai, headers: { a: x, »A: y }', 'A is set twice, in another letter case'),

  // Routes.
  route('targets: »[]', 'targets must have at least one entry'),
  ['models: { »m: { strategy: order } }', 'targets is required'],
  route('targets: [{ provider: »man, model: x }]', 'there is no provider named man (did you mean main?)'),
  route('targets: [»{ provider: main }]', 'model is required'),
  route(
    'targets: [{ provider: main, model: x }, »{ provider: main, model: x }]',
    'targets[1] repeats targets[0]; give one of them the whole weight',
  ),
  route(
    '»targets: [{ provider: main, model: x, weight: 0 }, { provider: main, model: y, weight: 0 }]',
    'targets need a weight above 0 in at least one place',
  ),
  route('targets: [{ provider: main, model: x, weight: »-1 }]', 'weight must be a number from 0 to 1000000'),
  route(
    'targets: [{ provider: main, model: x, price: { input: »-3 } }]',
    'input must be a number from 0 to 9000000',
  ),
  route('targets: [{ provider: main, model: x, price: »{} }]', 'price needs at least one figure'),
  route(
    `${TARGETS}, retries: { attempts: »11, on: [»200] }`,
    'attempts must be a whole number from 0 to 10',
    'on[0] must be a status from 400 to 599, timeout or network',
  ),
  route(`${TARGETS}, timeouts: { ttft: »0s }`, 'ttft must be a duration from 1ms to 24h'),
  route(`${TARGETS}, strategy: »balance`, `strategy must be one of ${STRATEGIES} (did you mean balanced?)`),
  route(`${TARGETS}, where: { only: [»mian], ignore: [»azur/x, OpenAI, Main/y] }`, NO_MIAN, NO_AZUR),
  route(
    `${TARGETS}, where: { »zrd: true, jurisdiction: »EU, max_price: { input: »-1 } }`,
    'unknown key zrd (did you mean zdr?)',
    'jurisdiction must be a list',
    'input must be a number from 0 to 9000000',
  ),
  route(`${TARGETS}, where: { region: »[], quantizations: [»fp7] }`, NO_REGION, NO_FP7),
  route(
    `${TARGETS}, prefer: { max_ttft: { p90: »2 }, min_throughput: { »p42: 1 } }`,
    'p90 must be a duration such as 500ms, 10s, 5m, 1h or 30d',
    'unknown key p42',
  ),
  route(
    `${TARGETS}, hedge: { after: »p42, max_ratio: »2 }`,
    'after must be p90, p95, p99 or a duration from 1ms to 1h',
    'max_ratio must be a number from 0 to 1',
  ),
  route(`${TARGETS}, price_guard: { max_rise: »0.2 }`, 'max_rise must be a percentage such as 20%'),
  route(`${TARGETS}, »price_guard: {}`, 'max_rise is required'),
  route(`${TARGETS}, sticky: { by: »key, ttl: »1ms }`, STICKY_BY, 'ttl must be a duration from 1s to 365d'),
  route(`${TARGETS}, priority: »high`, 'priority must be one of interactive, batch'),
  route('targets: [{ provider: main, model: x, quantization: »unknown }]', NOT_KNOWN),
  route(`${TARGETS}, fallbacks: [»smrt]`, 'there is no model named smrt (did you mean smart?)'),
  route(`${TARGETS}, fallbacks: [»smart]`, 'the fallbacks go in a circle: smart -> smart'),
  [
    [
      PROVIDERS,
      'models:',
      `  a: { ${TARGETS}, fallbacks: [b] }`,
      `  b: { ${TARGETS}, fallbacks_on: { context_length: [c] } }`,
      `  c: { ${TARGETS}, fallbacks: [»a] }`,
    ].join('\n'),
    'the fallbacks go in a circle: a -> b -> c -> a',
  ],
]

for (const [marked, ...messages] of CASES) {
  test(`refused: ${marked.replaceAll('\n', ' | ')}`, () => expectProblems(marked, messages))
}

test('every problem is reported, in the order of the file', () => {
  const marked = [
    'server: { port: »x, »hots: y }',
    'providers: { main: { kind: openai } }',
    'models:',
    '  m: { targets: [ { provider: »mian, model: x } ], »cache: {} }',
  ]
  expectProblems(marked.join('\n'), [
    'port must be a whole number from 0 to 65535',
    'unknown key hots (did you mean host?)',
    'there is no provider named mian (did you mean main?)',
    'cache is not supported yet',
  ])
})

test('a byte order mark does not shift the columns', () => {
  expect(problemsOf('\uFEFFsever: 1')[0]).toMatch(/^1:1: /)
})

test('problems carry their path', () => {
  const result = loadConfig('models: { "a/b": { targets: [ { provider: o, model: x } ] } }', OPTIONS)
  expect(result).toEqual({
    ok: false,
    problems: [
      {
        path: 'models["a/b"].targets[0].provider',
        line: 1,
        column: 43,
        message: 'there is no provider named o',
        suggestion: null,
      },
    ],
  })
})

test('a value whose variable is missing is not complained about a second time', () => {
  expect(problemsOf('server: { port: "${PORT}", drain_timeout: "${T}" }')).toHaveLength(2)
})

test('a key that is set twice does not hide what is wrong with the first', () => {
  expectProblems('server:\n  port: »x\n  »port: 1', [
    'port must be a whole number from 0 to 65535',
    'the key port is set twice',
  ])
})

test('an unquoted reference between braces is explained', () => {
  expectProblems('server: { host: $»{HOST} }', [
    'syntax error: between { } or [ ] a reference must be in quotes: "${NAME}"',
  ])
})

test('a problem inside a repeated part is shown where that part is written', () => {
  const text = [
    PROVIDERS,
    'models:',
    '  a: { targets: &t [{ provider: main, model: x, wight: 1 }] }',
    '  b: { targets: *t }',
  ].join('\n')
  expect(problemsOf(text)).toEqual(Array(2).fill('3:49: unknown key wight (did you mean weight?)'))
})

test('no message repeats a value from the environment', () => {
  const places = [
    'server: { host: "a ${SECRET}", port: "${SECRET}", drain_timeout: "${SECRET}", workers: "${SECRET}" }',
    'storage: { url: "${SECRET}" }\nstate: { url: "${SECRET}" }\nrecording: { bodies: "${SECRET}" }',
    'providers: { o: { kind: "${SECRET}", api_key: "${SECRET} ", base_url: "http://x:${SECRET}@h" } }',
    'budgets: [ { scope: "${SECRET}", usd: "${SECRET}", window: "${SECRET}" } ]',
    `${PROVIDERS}\nmodels: { m: { ${TARGETS}, retries: { on: [ "\${SECRET}" ], honour_retry_after: "\${SECRET}" } } }`,
  ]
  for (const text of places) {
    expect(problemsOf(text)).not.toEqual([])
    expect(problemsOf(text).join()).not.toContain('sk-do')
  }
})

test('a syntax error does not quote the file', () => {
  expect(problemsOf('a: "b" "sk-do-not-show"\n"sk-do-not-show').join()).not.toContain('sk-do')
})
