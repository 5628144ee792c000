/**
 * Names of models are spelled in many ways: `claude-sonnet-4.6`, `Claude-Sonnet-4-6`, `claude-sonnet-4-6-20260115`.
 * These two functions say which spellings are one name. They run on requests, so they use no regular expressions.
 */

/** One spelling for names that differ only in case and in dots, underscores or dashes. */
export function foldName(name: string): string {
  return name.toLowerCase().replaceAll('.', '-').replaceAll('_', '-')
}

/**
 * Where the part begins that only says which snapshot is meant: a date, `-latest`, or Gemini's `-001`. The length of
 * the name where it has none. Four digits are no date: `mistral-large-2407` and `-2512` are different models.
 */
export function snapshotStart(name: string): number {
  for (const shape of SNAPSHOT_SHAPES) {
    if (name.length > shape.length && endsInShape(name, shape)) return name.length - shape.length
  }
  return name.length
}

const SNAPSHOT_SHAPES = ['-20######', '@20######', '-20##-##-##', '-latest', '-00#'] // `#` is any digit.

function endsInShape(name: string, shape: string): boolean {
  const start = name.length - shape.length
  for (let place = 0; place < shape.length; place++) {
    const wanted = shape.charCodeAt(place)
    const found = name.charCodeAt(start + place)
    const fits = wanted === HASH ? found >= ZERO && found <= NINE : found === wanted
    if (!fits) return false
  }
  return true
}

const HASH = '#'.charCodeAt(0)
const ZERO = '0'.charCodeAt(0)
const NINE = '9'.charCodeAt(0)
