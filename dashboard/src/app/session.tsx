import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { type ApiError, rememberCsrf } from '../api/client.ts'
import { sessionQuery } from '../api/queries.ts'
import { ErrorNote, Loading } from '../ui/notes.tsx'

const SignIn = lazy(() => import('../rooms/sign-in/sign-in.tsx'))

/** Shows what is within to those who have signed in, and the sign-in to all others. */
export function SignedIn({ children }: { readonly children: ReactNode }) {
  const session = useQuery(sessionQuery)
  if (session.data !== undefined) {
    rememberCsrf(session.data.csrf_token)
    return children
  }
  if (session.isPending) return <Loading />
  const { status } = session.error as ApiError // `answered` throws no other.
  if (status !== 401) return <ErrorNote error={session.error} onRetry={() => void session.refetch()} />
  return (
    <Suspense fallback={<Loading />}>
      <SignIn />
    </Suspense>
  )
}

/** Whether who is signed in may change things; the gateway itself has the last word. */
export function useIsAdmin(): boolean {
  const role = useQuery(sessionQuery).data?.role
  return role === 'owner' || role === 'admin'
}

/** To be called when the gateway says that the session is over. */
export function useForgetSession(): () => void {
  const client = useQueryClient()
  return () => {
    rememberCsrf('')
    client.clear()
    void client.resetQueries(sessionQuery)
  }
}
