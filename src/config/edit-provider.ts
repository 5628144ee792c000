import { parseDocument } from 'yaml'
import type { JsonObject } from '../core/json.ts'

/** A document with one provider set, or left out (null). Comments and the order of everything else stay. */
export function withProvider(text: string, name: string, provider: JsonObject | null): string {
  const document = parseDocument(text.trim() === '' ? '{}' : text)
  // A document that was empty is written in blocks, as people write them.
  if (document.contents !== null && 'flow' in document.contents && text.trim() === '')
    document.contents.flow = false
  if (provider === null) document.deleteIn(['providers', name])
  else document.setIn(['providers', name], document.createNode(provider))
  return String(document)
}
