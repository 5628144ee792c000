import { z } from 'zod'
import { list, section } from './containers.ts'
import { text } from './scalars.ts'
import { CREDENTIAL } from './schema-provider.ts'

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
/** Without encryption only on the machine itself. */
const ISSUER = /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::|\/|$))\S{0,500}$/
const WORD = /^[\x21-\x7e]{1,256}$/
const TOKEN = /^[\x21-\x7e]{10,512}$/

/** Who else says who somebody is. */
export function authSchema() {
  return section(
    {
      oidc: list(oidcSchema(), 'OpenID Connect providers that members sign in with.'),
      jwt: list(jwtSchema(), 'Issuers whose tokens are taken in place of API keys.'),
      scim: section(
        {
          token: text({ pattern: TOKEN, must: 'must be 10 to 512 characters without spaces' })
            .exactOptional()
            .describe('What a directory sends to provision members. Absent: none may.'),
        },
        'Provisioning of members by a directory.',
      ),
    },
    'Who else says who somebody is.',
  )
}

function oidcSchema() {
  return z.strictObject({
    name: text({ pattern: NAME, must: 'must be a name' }).describe('What the address to sign in ends with.'),
    issuer: issuer(),
    client_id: word(),
    client_secret: text({ pattern: CREDENTIAL, must: 'must be a secret: not empty, without spaces' }),
    role_claim: word().exactOptional().describe('Of the id token: the role. Absent: member, until changed.'),
    organization: word()
      .exactOptional()
      .describe('Id of the one that its members are of. Absent: the gateway.'),
    allowed_domains: z
      .array(text({ pattern: /^[A-Za-z0-9.-]{1,253}$/, must: 'must be a domain' }))
      .exactOptional()
      .describe('Of verified addresses. Absent: all.'),
  })
}

function jwtSchema() {
  const claim = () => word().exactOptional()
  return z.strictObject({
    issuer: issuer(),
    audience: word(),
    jwks_url: issuer().exactOptional().describe('Absent: as the issuer’s discovery document says.'),
    claims: section(
      {
        organization: claim().describe('The id of an organization.'),
        project: claim().describe('The id of a project.'),
        user: claim().describe('The end user. Absent: as requests say.'),
        models: claim().describe('A list of names or patterns. Absent: every model.'),
        role: claim().describe('inference, viewer or admin. Absent: inference.'),
      },
      'Names of the claims that say more.',
    ),
  })
}

function issuer() {
  return text({ pattern: ISSUER, must: 'must be an https address, or an http one of this machine' })
}

function word() {
  return text({ pattern: WORD, must: 'must be text without spaces' })
}
