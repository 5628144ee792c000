import { test } from 'vitest'
import { expectProblems, route, TARGETS } from './problems.fixture.ts'

/** What the contract promises for later: refused by name, never ignored. */
const LATER: readonly (readonly [marked: string, what: string])[] = [
  ['server: { workers: »4 }', 'workers above 1'],
  ['state: { url: »"redis://h" }', 'url redis://'],
  ['recording: { »redact: [pii] }', 'redact'],
  ...['margin: 5%', 'discounts: []', 'commitments: []'].map(
    (field) => [`pricing: { »${field} }`, keyOf(field)] as const,
  ),
  ...['guardrails: {}', 'telemetry: { prometheus: true }'].map(
    (field) => [`»${field}`, keyOf(field)] as const,
  ),
  ...['bedrock', 'azure-openai', 'vertex', 'simulator', 'gemini'].map(
    (kind) => [`providers: { x: { kind: »${kind} } }`, `kind ${kind}`] as const,
  ),
  ...['guardrails: {}', 'cache: { ttl: 1m }'].map((field) => route(`${TARGETS}, »${field}`, keyOf(field))),
]

for (const [marked, what] of LATER) {
  test(`not yet: ${marked.replaceAll('\n', ' | ')}`, () =>
    expectProblems(marked, [`${what} is not supported yet`]))
}

function keyOf(field: string): string {
  return field.slice(0, field.indexOf(':'))
}
