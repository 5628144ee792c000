import { expect, test } from 'vitest'
import { corpusJson, hasCorpora } from '../../../test/corpora.ts'
import { chatRequest } from '../../core/request.fixture.ts'
import type { ChatRequest } from '../../core/request.ts'
import { ECHO, EVERYTHING, PLAIN, PREFILLED } from '../conformance/requests.fixture.ts'
import { bedrock } from './index.ts'

interface Shape {
  readonly type: string
  readonly members?: Readonly<Record<string, { readonly shape: string }>>
  readonly member?: { readonly shape: string }
  readonly required?: readonly string[]
  readonly union?: boolean
  readonly enum?: readonly string[]
  readonly document?: boolean
}

const MEDIA: Partial<ChatRequest> = {
  messages: [
    { role: 'system', parts: [{ type: 'text', text: 'Be brief.', mark: {} }] },
    {
      role: 'user',
      parts: [
        { type: 'image', source: { type: 'base64', data: 'iVBORw' }, mark: { ttl: '1h' } },
        { type: 'file', source: { type: 'base64', data: 'JVBE' }, mediaType: 'application/pdf' },
        { type: 'audio', source: { type: 'base64', data: 'SUQz' }, mediaType: 'audio/wav' },
        { type: 'video', source: { type: 'url', url: 's3://b/v.mp4' }, mediaType: 'video/mp4' },
      ],
    },
  ],
}

/** The service's own description of itself names all that it takes; anything else is answered with a 400. */
test.skipIf(!hasCorpora).each([
  ['a plain request', PLAIN],
  ['calls and what came of them', ECHO],
  ['all that can be said', EVERYTHING],
  ['an answer that was begun', PREFILLED],
  ['media and points of the cache', MEDIA],
  ['thinking', { ...ECHO, reasoning: { effort: 'high' } } satisfies Partial<ChatRequest>],
])('%s is one that the service knows', (_, fields) => {
  // It is the corpus's to trust: it describes the service.
  const { shapes } = corpusJson('schemas/bedrock-runtime.service-2.json') as { shapes: Record<string, Shape> }
  const guarded = bedrock.configure?.({ aws_region: 'us-east-1', guardrail_id: 'gr1' }, null) ?? bedrock
  for (const model of ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'us.amazon.nova-2-lite-v1:0']) {
    const target = { model, maxOutputTokens: 64_000, reasons: true }
    const { body } = guarded.encode(chatRequest(fields), target)
    expect(faults({ modelId: model, ...body }, 'ConverseRequest', shapes)).toEqual([])
  }
})

function faults(
  value: unknown,
  name: string,
  shapes: Readonly<Record<string, Shape>>,
  at = '',
): readonly string[] {
  const shape = shapes[name]
  if (shape === undefined || shape.document === true) return []
  if (shape.type === 'list') {
    if (!Array.isArray(value)) return [`${at} is no list`]
    return value.flatMap((each, nth) => faults(each, shape.member?.shape ?? '', shapes, `${at}[${nth}]`))
  }
  if (shape.type === 'string' && shape.enum !== undefined)
    return shape.enum.includes(String(value)) ? [] : [`${at} is ${String(value)}`]
  if (shape.type !== 'structure') return []
  const fields = Object.entries(Object(value))
  const unknown = fields.filter(([key]) => shape.members?.[key] === undefined)
  const missing = (shape.required ?? []).filter((key) => !Object.hasOwn(Object(value), key))
  return [
    ...unknown.map(([key]) => `${at}.${key} is not known`),
    ...missing.map((key) => `${at}.${key} is missing`),
    ...(shape.union === true && fields.length !== 1 ? [`${at} is not one of its kinds`] : []),
    ...fields.flatMap(([key, each]) =>
      faults(each, shape.members?.[key]?.shape ?? '', shapes, `${at}.${key}`),
    ),
  ]
}
