import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CORPORA, corpusJson, corpusText, hasCorpora } from '../../test/corpora.ts'
import { type SignableRequest, signV4 } from './sigv4.ts'

const SUITE = 'sigv4/aws-c-auth-v4'

interface Context {
  readonly credentials: {
    readonly access_key_id: string
    readonly secret_access_key: string
    readonly token?: string
  }
  readonly normalize: boolean
  readonly region: string
  readonly service: string
  readonly sign_body: boolean
  readonly omit_session_token?: boolean
  readonly timestamp: string
}

const cases = hasCorpora ? readdirSync(`${CORPORA}${SUITE}`).sort() : []

describe.skipIf(!hasCorpora)('the suite of AWS', () => {
  test('is there', () => {
    expect(cases.length).toBe(38)
  })

  test.each(cases)('%s', (name) => {
    const text = (file: string) => corpusText(`${SUITE}/${name}/${file}`)
    const context = corpusJson(`${SUITE}/${name}/context.json`) as Context // It is the suite's to trust.
    const { credentials } = context
    const token = context.omit_session_token === true ? null : (credentials.token ?? null)
    const keys = {
      accessKeyId: credentials.access_key_id,
      secretAccessKey: credentials.secret_access_key,
      sessionToken: token,
    }
    const request = parsed(text('request.txt'), text('header-canonical-request.txt'))
    const signed = signV4(request, keys, {
      region: context.region,
      service: context.service,
      timeMs: Date.parse(context.timestamp),
      normalizes: context.normalize,
    })
    expect(signed.canonicalRequest).toBe(text('header-canonical-request.txt'))
    expect(signed.stringToSign).toBe(text('header-string-to-sign.txt'))
    expect(signed.headers.authorization).toContain(`Signature=${text('header-signature.txt').trim()}`)
  })
})

test('what is escaped in a path is signed as it is sent', () => {
  const keys = { accessKeyId: 'a', secretAccessKey: 's', sessionToken: null }
  const request = {
    method: 'POST',
    path: '/model/us.m-v1%3A0/converse',
    headers: { host: 'h' },
    body: Buffer.from(''),
  }
  const scope = { region: 'us-east-1', service: 'bedrock', timeMs: 0 }
  expect(signV4(request, keys, scope).canonicalRequest).toContain('\n/model/us.m-v1%253A0/converse\n')
})

/** The suite's requests are raw HTTP, with spaces in paths and headers over several lines. */
function parsed(text: string, canonical: string): SignableRequest {
  const [head = '', ...rest] = text.split('\n\n')
  const [first = '', ...lines] = head.replaceAll(/\n\s+/g, ' ').split('\n')
  const [, method = '', path = ''] = /^(\S+) (.*) HTTP\/1\.1$/.exec(first) ?? []
  const headers: Record<string, string[]> = {}
  for (const line of lines.filter((each) => each !== '')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    headers[name] = [...(headers[name] ?? []), line.slice(colon + 1)]
  }
  const hash = /^x-amz-content-sha256:(.*)$/m.exec(canonical)?.[1]
  if (hash !== undefined) headers['x-amz-content-sha256'] = [hash]
  return { method, path, headers, body: Buffer.from(rest.join('\n\n')) }
}
