import { expect, test } from 'vitest'
import { maskDocument, unmaskDocument } from './document-secrets.ts'
import { withProvider } from './edit-provider.ts'
import { MASK } from './redact.ts'

const DOCUMENT = `# The fleet
providers:
  one: { kind: openai, api_key: "sk-secret-one" } # paid by the harbour
  two:
    kind: anthropic
    keys:
      - value: sk-secret-two
        weight: 2
      - sk-secret-three
    headers: { x-team: sk-secret-four }
  three: { kind: gemini, api_key: "\${GEMINI_API_KEY}" }
models:
  smart: { targets: [{ provider: one, model: m }] }
`

test('every secret that is written out is masked, and nothing else is touched', () => {
  const masked = maskDocument(DOCUMENT)
  expect(masked).not.toMatch(/sk-secret/)
  expect(masked.split(MASK)).toHaveLength(5)
  for (const kept of [
    '# The fleet',
    '# paid by the harbour',
    '${GEMINI_API_KEY}',
    'weight: 2',
    'kind: openai',
  ])
    expect(masked).toContain(kept)
})

test('what was masked and is put back is what it was', () => {
  const edited = `${maskDocument(DOCUMENT)}recording: { bodies: errors }\n`
  const whole = unmaskDocument(edited, DOCUMENT)
  expect(whole).toBe(`${DOCUMENT}recording: { bodies: errors }\n`)
})

test('a mask with nothing behind it stays, to be refused', () => {
  const text = `providers: { new: { kind: openai, api_key: "${MASK}" } }`
  expect(unmaskDocument(text, DOCUMENT)).toBe(text)
})

test('text that is no document shows nothing of a secret that cannot be found in it', () => {
  expect(maskDocument('')).toBe('')
  expect(maskDocument('providers: { one: { api_key: sk-secret-one } }')).not.toContain('sk-secret')
})

test('a provider is set and left out, and comments stay', () => {
  const set = withProvider(DOCUMENT, 'four', { kind: 'openai', api_key: 'sk-new' })
  expect(set).toContain('# The fleet')
  expect(set).toContain('sk-new')
  expect(withProvider(set, 'four', null)).not.toContain('sk-new')
  expect(withProvider('', 'one', { kind: 'openai' })).toBe('providers:\n  one:\n    kind: openai\n')
})
