import type { ConfigProblem } from './config.ts'

export type Path = readonly (string | number)[]

/** One line for each problem: `portolan.yaml:12:7: unknown key base_ulr (did you mean base_url?)`. */
export function formatProblems(problems: readonly ConfigProblem[], file: string): string {
  return problems.map((problem) => `${place(problem, file)}: ${sentence(problem)}`).join('\n')
}

/** `models.smart.targets[0].provider`; a name that is not a plain word is quoted in brackets. */
export function formatPath(path: Path): string {
  return path.reduce<string>((before, step) => {
    if (typeof step === 'number') return `${before}[${step}]`
    if (!/^[\w-]+$/.test(step)) return `${before}[${JSON.stringify(step)}]`
    return before === '' ? step : `${before}.${step}`
  }, '')
}

/** How a message calls the value at `path`: its key, and its place where it is part of a list. */
export function formatLabel(path: Path): string {
  const start = path.findLastIndex((step) => typeof step === 'string')
  const [name = 'the configuration', ...places] = start === -1 ? [] : path.slice(start)
  return `${formatName(String(name))}${places.map((index) => `[${index}]`).join('')}`
}

/** A name out of the file as a message may show it: on one line, and not too long. */
export function formatName(name: string): string {
  return /^[\x20-\x7e]{1,100}$/.test(name) ? name : JSON.stringify(name.slice(0, 100))
}

function place({ line, column }: ConfigProblem, file: string): string {
  return line === null ? file : `${file}:${line}:${column ?? 1}`
}

function sentence({ message, suggestion }: ConfigProblem): string {
  return suggestion === null ? message : `${message} (did you mean ${suggestion}?)`
}
