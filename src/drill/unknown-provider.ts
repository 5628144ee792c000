import { nearestNames } from '../catalogue/nearest.ts'

/** What to say to somebody who named a provider that is not configured. */
export function unknownProvider(name: string, configured: Iterable<string>): string {
  const names = [...configured]
  const near = nearestNames(name, names, 3)
  const hint = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : ''
  return `There is no provider ${name.slice(0, 100)}.${hint || ` Configured are: ${names.join(', ')}.`}`
}
