import './style.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api/client.ts'
import { sessionQuery } from './api/queries.ts'
import { router } from './app/router.tsx'
import { SignedIn } from './app/session.tsx'
import { SettingsProvider } from './app/settings.tsx'

const RETRIES_MAX = 2

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      // What the gateway refuses it will refuse again; what did not reach it may do so yet.
      retry: (count, error) =>
        count < RETRIES_MAX && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
    },
  },
})

// A session that has ended shows in any answer; then the sign-in is shown again.
client.getQueryCache().subscribe(({ query }) => {
  const { error } = query.state
  const isOver = error instanceof ApiError && error.status === 401 && query.queryKey[0] !== 'session'
  if (isOver && client.getQueryData(sessionQuery.queryKey) !== undefined)
    void client.resetQueries(sessionQuery)
})

// A build that replaced this one has other files; the page begins again with those.
addEventListener('vite:preloadError', () => location.reload())

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no place for the dashboard.')
createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={client}>
        <SettingsProvider>
          <SignedIn>
            <RouterProvider router={router} />
          </SignedIn>
        </SettingsProvider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
)
