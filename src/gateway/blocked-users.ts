import { GatewayError } from '../core/error.ts'
import { ownerId } from '../core/identity.ts'

/** So many are held in memory. */
const BLOCKED_MAX = 100_000

type BlockedList = Iterable<{ readonly organizationId: string; readonly user: string }>

/** End users whose requests are refused, each within an organization. */
export class BlockedUsers {
  readonly #blocked = new Set<string>()

  constructor(blocked: BlockedList = []) {
    this.replace(blocked)
  }

  /** By all that are blocked now, whoever has blocked them. */
  replace(blocked: BlockedList): void {
    this.#blocked.clear()
    for (const { organizationId, user } of blocked) this.#blocked.add(nameOf(organizationId, user))
  }

  has(organizationId: string | null, user: string): boolean {
    return this.#blocked.size > 0 && this.#blocked.has(nameOf(ownerId(organizationId), user))
  }

  /** Throws `conflict` where there are too many already. */
  add(organizationId: string, user: string): void {
    if (this.#blocked.size >= BLOCKED_MAX)
      throw new GatewayError('conflict', `No more than ${BLOCKED_MAX} users can be blocked.`)
    this.#blocked.add(nameOf(organizationId, user))
  }

  delete(organizationId: string, user: string): void {
    this.#blocked.delete(nameOf(organizationId, user))
  }

  /** Throws `permission_denied`. */
  check(organizationId: string | null, user: string | null): void {
    if (user === null || !this.has(organizationId, user)) return
    throw new GatewayError('permission_denied', 'This user is blocked.', { param: 'user' })
  }
}

/** No id has a line break in it. */
function nameOf(organizationId: string, user: string): string {
  return `${organizationId}\n${user}`
}
