import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { gatewayUrl } from '../api/client.ts'
import { ErrorNote } from '../ui/notes.tsx'
import { texts } from '../texts.ts'
import { INNER_PAGES, ROOMS } from './rooms.ts'
import { Shell } from './shell.tsx'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => <ErrorNote error={new Error(texts.shell.notFound)} />,
  errorComponent: ({ error }) => (
    <ErrorNote error={error instanceof Error ? error : new Error(String(error))} />
  ),
})

const pages = [...ROOMS, ...INNER_PAGES].map(({ path, load }) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load),
    // Filters of a page are plain text in its address, so that a link shows what its sender saw.
    validateSearch: (search: Record<string, unknown>): Search =>
      Object.fromEntries(
        Object.entries(search).flatMap(([name, value]) =>
          value == null || value === '' ? [] : [[name, String(value)]],
        ),
      ),
  }),
)

export type Search = Readonly<Record<string, string>>

export const router = createRouter({
  routeTree: root.addChildren(pages),
  basepath: new URL(gatewayUrl).pathname,
  defaultPreload: 'intent',
  scrollRestoration: true,
})
