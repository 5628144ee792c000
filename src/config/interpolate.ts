export type Environment = Readonly<Record<string, string | undefined>>

export interface Interpolated {
  readonly text: string
  /** Phrases that tell what is wrong; empty where nothing is. */
  readonly faults: readonly string[]
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * Replaces `${NAME}` and `${NAME:-default}` by the environment. As in a shell, the default also stands in for a
 * variable that is set but empty. `$${` is a literal `${`. What is put in is not read again.
 */
export function interpolate(text: string, env: Environment): Interpolated {
  const faults: string[] = []
  const result = text.replaceAll(
    /\$\$\{|\$\{([^}]*)(\}?)/g,
    (whole, inside: string | undefined, end: string) => {
      if (inside === undefined) return '${'
      const [name = '', fallback] = end === '' ? [] : split(inside)
      if (!NAME.test(name)) {
        faults.push('has a malformed reference: write ${NAME}, ${NAME:-default}, or $${ for a literal ${')
        return whole
      }
      const value = Object.hasOwn(env, name) ? env[name] : undefined // `constructor` is not a variable.
      if (fallback !== undefined && (value === undefined || value === '')) return fallback
      if (value === undefined) faults.push(`needs the environment variable ${name}, which is not set`)
      return value ?? whole
    },
  )
  return { text: result, faults }
}

function split(inside: string): [string] | [string, string] {
  const at = inside.indexOf(':-')
  return at === -1 ? [inside] : [inside.slice(0, at), inside.slice(at + 2)]
}
