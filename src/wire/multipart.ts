import { GatewayError } from '../core/error.ts'

/** One part of a form, and where its content stands in the body. */
export interface FormPart {
  readonly name: string
  /** Null for a field that is no file. */
  readonly fileName: string | null
  readonly start: number
  readonly end: number
}

/**
 * The parts of a `multipart/form-data` body, read strictly: what is taken here for a field must be the same for
 * whoever reads it next, or a caller would be authorized for one model and be served another. So whatever two readers
 * might take differently is refused. https://www.rfc-editor.org/rfc/rfc7578 Throws `invalid_request`.
 */
export function readForm(bytes: Buffer, contentType: string): readonly FormPart[] {
  const boundary = BOUNDARY.exec(contentType)?.[1]
  if (boundary === undefined)
    throw refused('The body must be multipart/form-data, with its boundary in content-type.')
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  const first = delimiter.subarray(LINE_END)
  if (!bytes.subarray(0, first.length).equals(first))
    throw refused('The form does not begin with its boundary.')
  const parts: FormPart[] = []
  let at = first.length
  while (bytes.toString('latin1', at, at + LINE_END) === '\r\n') {
    if (parts.length === PARTS_MAX) throw refused(`The form has more than ${PARTS_MAX} parts.`)
    const head = bytes.indexOf('\r\n\r\n', at)
    const end = head === -1 ? -1 : bytes.indexOf(delimiter, head + LINE_END)
    if (end === -1 || head - at > HEAD_BYTES_MAX)
      throw refused('The form is cut short, or a part has too long a head.')
    parts.push({
      ...named(bytes.toString('utf8', at + LINE_END, head)),
      start: Math.min(head + 2 * LINE_END, end),
      end,
    })
    at = end + delimiter.length
  }
  if (bytes.toString('latin1', at, at + 2) !== '--') throw refused('The form does not end with its boundary.')
  return parts
}

const LINE_END = 2
const PARTS_MAX = 1_000
const HEAD_BYTES_MAX = 8 * 1024
const BOUNDARY = /^multipart\/form-data;\s*boundary="?([\w'()+,./:=?-]{1,70})"?\s*$/i
const DISPOSITION =
  /^content-disposition:\s*form-data;\s*name="([^"\\]+)"(?:;\s*filename="([^"\\]*)")?(?:;\s*filename\*=[^;"]+)?\s*$/i

function named(head: string): Pick<FormPart, 'name' | 'fileName'> {
  const lines = head.split('\r\n').filter((line) => !/^content-type:/i.test(line))
  const [, name, fileName = null] = DISPOSITION.exec(lines[0] ?? '') ?? []
  if (lines.length !== 1 || name === undefined)
    throw refused(
      'Each part of the form needs a content-disposition with a plain name, and no other headers.',
    )
  return { name, fileName }
}

function refused(message: string): GatewayError {
  return new GatewayError('invalid_request', message)
}
