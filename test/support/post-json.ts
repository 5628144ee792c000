import type { JsonObject } from '../../src/core/json.ts'
import { parseJsonObject } from '../../src/core/json.ts'

/** Without an SDK, which would not send what a test wants to see refused. */
export async function postJson(
  url: string,
  secret: string,
  body: JsonObject,
): Promise<{ readonly status: number; readonly body: JsonObject; readonly headers: Headers }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return {
    status: response.status,
    body: parseJsonObject(await response.text()) ?? {},
    headers: response.headers,
  }
}
