import { isMap, isScalar, isSeq, parseDocument, type Scalar } from 'yaml'
import { MASK } from './redact.ts'

/**
 * A document as it may be shown: every secret that is written out in it stands behind the mask, and everything else,
 * comments and references to the environment too, is as it was. Text that is no document is not shown at all.
 */
export function maskDocument(text: string): string {
  return replaceScalars(text, () => MASK)
}

/**
 * The way back: where the mask stands, what `former` holds in the same place. What it does not hold stays masked, which
 * no configuration may be.
 */
export function unmaskDocument(text: string, former: string): string {
  const known = new Map<string, string>()
  replaceScalars(former, (path, written) => {
    known.set(path, written)
    return null
  })
  const masks = [MASK, `"${MASK}"`, `'${MASK}'`]
  return replaceScalars(text, (path, written) => (masks.includes(written) ? (known.get(path) ?? null) : null))
}

/** What holds a secret, as `secrets.ts` knows of a configuration that was read. */
const SECRET = /^providers\/[^/]+\/(?:api_key|keys\/\d+(?:\/value)?|headers\/[^/]+)$/

/** `replace` says what to write for a secret; null leaves it. */
function replaceScalars(text: string, replace: (path: string, written: string) => string | null): string {
  const edits: { readonly from: number; readonly to: number; readonly text: string }[] = []
  visit(parseDocument(text, { uniqueKeys: false }).contents, [], (path, scalar) => {
    const [from, to] = scalar.range ?? [0, 0]
    const written = text.slice(from, to)
    const isReference = written.includes('${')
    const replaced = SECRET.test(path) && !isReference ? replace(path, written) : null
    if (replaced !== null) edits.push({ from, to, text: replaced === MASK ? `"${MASK}"` : replaced })
  })
  return edits
    .toSorted((one, other) => other.from - one.from)
    .reduce((edited, { from, to, text: put }) => edited.slice(0, from) + put + edited.slice(to), text)
}

type Visit = (path: string, scalar: Scalar) => void

function visit(node: unknown, path: readonly string[], found: Visit): void {
  if (isScalar(node)) found(path.join('/'), node)
  else if (isSeq(node))
    for (const [index, item] of node.items.entries()) visit(item, [...path, String(index)], found)
  else if (isMap(node))
    for (const { key, value } of node.items)
      visit(value, [...path, isScalar(key) ? String(key.value) : ''], found)
}
