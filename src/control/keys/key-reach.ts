import { GatewayError } from '../../core/error.ts'
import type { KeyRecord } from '../../core/key.ts'
import type { Actor } from '../actor.ts'
import { isWithin } from '../scope.ts'

/** Throws where the actor may not make, or leave behind, a key like this one. */
export function checkMayMake(key: KeyRecord, actor: Actor): void {
  if (!isWithin(actor, key)) throw denied('project_id', 'The project is outside of what you may change.')
  if (actor.role !== 'member') return
  if (key.memberId !== actor.id) throw denied('member_id', 'A member may change the keys that are his own.')
  if (key.role !== 'inference')
    throw denied('role', 'A member may make keys that call models, and no others.')
}

function denied(param: string, message: string): GatewayError {
  return new GatewayError('permission_denied', message, { param })
}
