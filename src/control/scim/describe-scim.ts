import type { AdminApp } from '../admin-app.ts'
import { USER_SCHEMA } from './scim-user.ts'

/** What directories ask first: what this can do, and what a user is. https://www.rfc-editor.org/rfc/rfc7643#section-5 */
export function describeScim(app: AdminApp): void {
  const schema = { hide: true }
  app.get('/ServiceProviderConfig', { schema }, async () => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: 200 },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: false },
    authenticationSchemes: [
      { type: 'oauthbearertoken', name: 'Bearer token', description: 'The token of auth.scim.' },
    ],
  }))
  app.get('/ResourceTypes', { schema }, async () =>
    listOf([{ id: 'User', name: 'User', endpoint: '/Users', schema: USER_SCHEMA }]),
  )
  app.get('/Schemas', { schema }, async () =>
    listOf([
      {
        id: USER_SCHEMA,
        name: 'User',
        attributes: [
          attribute('userName', 'string', true),
          attribute('displayName', 'string', false),
          attribute('externalId', 'string', false),
          attribute('active', 'boolean', false),
        ],
      },
    ]),
  )
}

function attribute(name: string, type: 'string' | 'boolean', required: boolean) {
  return { name, type, required, multiValued: false, mutability: 'readWrite', returned: 'default' }
}

function listOf(resources: readonly object[]) {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: resources.length,
    Resources: resources,
  }
}
