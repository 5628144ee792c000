import type { Finding } from './document.ts'
import type { Path } from './problem.ts'

type Fields = Readonly<Record<string, unknown>>

const AMOUNTS = ['usd', 'tokens', 'calls', 'seconds']
const RATES = ['rpm', 'rph', 'rpd', 'tpm', 'tpd', 'concurrency', 'models']

export function checkLimit(path: Path, limit: Fields): readonly Finding[] {
  if (RATES.some((name) => limit[name] !== undefined)) return []
  return [{ path, message: 'a limit needs at least one of rpm, rph, rpd, tpm, tpd, concurrency and models' }]
}

/** That one amount is given, and that what goes with another field stands beside it. */
export function checkBudget(path: Path, budget: Fields): readonly Finding[] {
  const findings: Finding[] = []
  const [amount, ...others] = AMOUNTS.filter((name) => budget[name] !== undefined)
  if (amount === undefined || others.length > 0)
    findings.push({ path, message: 'a budget needs exactly one of usd, tokens, calls and seconds' })
  const isDowngrade = budget.on_exhausted === 'downgrade'
  if (isDowngrade && budget.downgrade_to === undefined)
    findings.push({ path, message: 'on_exhausted downgrade needs downgrade_to, the model to ask instead' })
  if (!isDowngrade && budget.downgrade_to !== undefined)
    findings.push({
      path: [...path, 'downgrade_to'],
      atKey: true,
      message: 'downgrade_to is for on_exhausted: downgrade',
    })
  if (budget.scope === 'provider' && (isDowngrade || budget.on_exhausted === 'pause'))
    findings.push({
      path: [...path, 'on_exhausted'],
      message: 'a budget of a provider turns requests to others; it takes deny or warn',
    })
  findings.push(...checkIncrease([...path, 'increase'], budget.increase, amount))
  return findings
}

function checkIncrease(path: Path, increase: unknown, amount: string | undefined): readonly Finding[] {
  if (typeof increase !== 'object' || increase === null || amount === undefined) return []
  const said = AMOUNTS.filter((name) => name in increase)
  if (said.length === 1 && said[0] === amount) return []
  return [{ path, atKey: true, message: `increase needs ${amount}, as its budget has it` }]
}
