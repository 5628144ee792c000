type Encoding = 'br' | 'gzip'

/** The best of what the browser takes; null where it takes neither. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3 */
export function acceptedEncoding(header: string | string[] | undefined): Encoding | null {
  const refused = /;\s*q=0(?:\.0*)?$/
  const taken = String(header ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => !refused.test(each))
    .map((each) => each.split(';', 1)[0]?.trim())
  if (taken.includes('br')) return 'br'
  return taken.includes('gzip') ? 'gzip' : null
}
