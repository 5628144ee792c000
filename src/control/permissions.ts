import type { MemberRole } from '../core/identity.ts'

/**
 * Who may do what: every route of the admin API, and nothing else. A route that is missing here is refused, whoever
 * asks. Keys have the roles `admin` and `viewer`; the master key is an `owner` of the whole gateway.
 */
export interface Permission {
  readonly roles: readonly MemberRole[]
  /**
   * What it is about, and so who is let in: things of a `project`, of an `organization`, or of the whole `gateway`.
   * Whoever is held to less is refused. Of what he may ask for, he is shown and can change what is inside.
   */
  readonly reach: 'project' | 'organization' | 'gateway'
}

const OWNER = ['owner'] as const satisfies readonly MemberRole[]
const CHANGE = [...OWNER, 'admin'] as const
const WORK = [...CHANGE, 'member'] as const
const READ = [...WORK, 'viewer'] as const
const ALL = [...READ, 'billing'] as const

export const PERMISSIONS: Readonly<Record<string, Permission | 'public'>> = {
  'GET /openapi.json': 'public',

  'POST /session': 'public',
  'POST /session/invitation': 'public',
  'GET /session/oidc/{name}': 'public',
  'GET /session/oidc/{name}/callback': 'public',
  'GET /session': { roles: ALL, reach: 'project' },
  'DELETE /session': { roles: ALL, reach: 'project' },
  'POST /session/password': { roles: ALL, reach: 'project' },

  'GET /organizations': { roles: ALL, reach: 'project' },
  'POST /organizations': { roles: CHANGE, reach: 'gateway' },
  'GET /organizations/{id}': { roles: ALL, reach: 'project' },
  'PATCH /organizations/{id}': { roles: CHANGE, reach: 'organization' },
  'DELETE /organizations/{id}': { roles: CHANGE, reach: 'gateway' },
  'GET /projects': { roles: ALL, reach: 'project' },
  'POST /projects': { roles: CHANGE, reach: 'organization' },
  'GET /projects/{id}': { roles: ALL, reach: 'project' },
  'PATCH /projects/{id}': { roles: CHANGE, reach: 'project' },
  'DELETE /projects/{id}': { roles: CHANGE, reach: 'organization' },
  'GET /users': { roles: READ, reach: 'project' },
  'POST /users/{id}/block': { roles: CHANGE, reach: 'organization' },
  'POST /users/{id}/unblock': { roles: CHANGE, reach: 'organization' },
  'GET /sessions': { roles: READ, reach: 'project' },

  'GET /members': { roles: READ, reach: 'organization' },
  'POST /members': { roles: CHANGE, reach: 'organization' },
  'GET /members/{id}': { roles: READ, reach: 'organization' },
  'PATCH /members/{id}': { roles: CHANGE, reach: 'organization' },
  'DELETE /members/{id}': { roles: CHANGE, reach: 'organization' },
  'POST /members/{id}/invitation': { roles: CHANGE, reach: 'organization' },
  'GET /sign-ins': { roles: CHANGE, reach: 'organization' },
  'DELETE /sign-ins/{id}': { roles: CHANGE, reach: 'organization' },

  'GET /keys': { roles: READ, reach: 'project' },
  'POST /keys': { roles: WORK, reach: 'project' },
  'GET /keys/{id}': { roles: READ, reach: 'project' },
  'PATCH /keys/{id}': { roles: WORK, reach: 'project' },
  'DELETE /keys/{id}': { roles: WORK, reach: 'project' },
  'POST /keys/{id}/rotate': { roles: WORK, reach: 'project' },
  'POST /keys/{id}/block': { roles: WORK, reach: 'project' },
  'POST /keys/{id}/unblock': { roles: CHANGE, reach: 'project' },

  'GET /budgets': { roles: ALL, reach: 'gateway' },
  'POST /budgets': { roles: CHANGE, reach: 'gateway' },
  'GET /budgets/{id}': { roles: ALL, reach: 'gateway' },
  'PATCH /budgets/{id}': { roles: CHANGE, reach: 'gateway' },
  'DELETE /budgets/{id}': { roles: CHANGE, reach: 'gateway' },
  'GET /limits': { roles: ALL, reach: 'gateway' },
  'POST /limits': { roles: CHANGE, reach: 'gateway' },
  'GET /limits/{id}': { roles: ALL, reach: 'gateway' },
  'PATCH /limits/{id}': { roles: CHANGE, reach: 'gateway' },
  'DELETE /limits/{id}': { roles: CHANGE, reach: 'gateway' },
  'POST /budgets/{id}/resume': { roles: CHANGE, reach: 'gateway' },

  'GET /exchanges': { roles: READ, reach: 'project' },
  'GET /exchanges/tail': { roles: READ, reach: 'project' },
  'GET /exchanges/export': { roles: READ, reach: 'project' },
  'GET /exchanges/{id}': { roles: READ, reach: 'project' },
  'GET /usage': { roles: ALL, reach: 'project' },
  'GET /overview': { roles: ALL, reach: 'project' },
  'GET /models': { roles: ALL, reach: 'project' },

  'GET /targets': { roles: READ, reach: 'gateway' },
  'GET /providers': { roles: READ, reach: 'gateway' },
  'PUT /providers/{name}': { roles: CHANGE, reach: 'gateway' },
  'DELETE /providers/{name}': { roles: CHANGE, reach: 'gateway' },
  'POST /providers/test': { roles: CHANGE, reach: 'gateway' },
  'POST /providers/{name}/test': { roles: CHANGE, reach: 'gateway' },
  'GET /attention': { roles: READ, reach: 'gateway' },
  'POST /playground/{dialect}': { roles: CHANGE, reach: 'gateway' },
  'POST /route/explain': { roles: CHANGE, reach: 'gateway' },
  'GET /alerts': { roles: READ, reach: 'gateway' },
  'GET /audit': { roles: ['owner', 'admin', 'viewer'], reach: 'gateway' },
  'GET /audit/export': { roles: ['owner', 'admin', 'viewer'], reach: 'gateway' },
  'GET /audit/verify': { roles: ['owner', 'admin', 'viewer'], reach: 'gateway' },
  'POST /audit/checkpoint': { roles: CHANGE, reach: 'gateway' },
  'POST /audit/erase': { roles: OWNER, reach: 'gateway' },
  'GET /drills': { roles: READ, reach: 'gateway' },
  'POST /drills': { roles: CHANGE, reach: 'gateway' },
  'DELETE /drills/{id}': { roles: CHANGE, reach: 'gateway' },
  'GET /config': { roles: ['owner', 'admin', 'viewer'], reach: 'gateway' },
  'GET /config/document': { roles: ['owner', 'admin', 'viewer'], reach: 'gateway' },
  'PUT /config': { roles: CHANGE, reach: 'gateway' },
  'POST /config/validate': { roles: CHANGE, reach: 'gateway' },
  'GET /config/revisions': { roles: ['owner', 'admin', 'viewer'], reach: 'gateway' },
  'POST /config/rollback': { roles: CHANGE, reach: 'gateway' },
}
