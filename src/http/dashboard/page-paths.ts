import type { IncomingMessage } from 'node:http'

/** Where APIs are, and pages never. */
const API =
  /^\/(?:v1|v1beta|v2|api|openai|anthropic|admin|scim|proxy|mcp|metrics|healthz|readyz|schema)(?:\/|$)/
/** APIs without their version, whose names a page must not take either. */
const BARE_API =
  /^\/(?:chat|completions|responses|embeddings|images|audio|moderations|files|batches|models|messages|rerank|realtime)(?:\/|$)/

/** Whether a browser goes to a page: everything that is no API, so that a page needs no list of its own here. */
export function isPage({ method, headers }: IncomingMessage, path: string): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  if (path === '/') return true
  if (headers.accept?.includes('text/html') !== true) return false
  return !API.test(path) && !BARE_API.test(path)
}

/**
 * Leads from a page back to where the gateway is, without knowing under which prefix it is reached: `../` for each
 * folder the page is in.
 */
export function baseOf(path: string): string {
  const folders = path.split('/').length - 2
  return folders === 0 ? './' : '../'.repeat(folders)
}
