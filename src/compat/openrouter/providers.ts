import type { Answerer } from './parts.ts'

/** `GET /providers`: those that are configured here, under the names that routes and `provider` fields use. */
export const listProviders: Answerer = (_, { gateway }) => ({
  data: [...gateway.snapshot().providers.keys()].map((name) => ({
    name,
    slug: name,
    privacy_policy_url: null,
    terms_of_service_url: null,
    status_page_url: null,
    headquarters: null,
    datacenters: null,
  })),
})
