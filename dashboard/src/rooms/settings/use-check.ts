import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { answered, api, type Schemas } from '../../api/client.ts'

export interface Check {
  readonly state: 'checking' | 'valid' | 'wrong' | 'failed'
  readonly problems: readonly Schemas['ConfigProblem'][]
}

const STILL_MS = 300

/** What the gateway's own validator says of a text, once its writer rests. */
export function useCheck(text: string): Check {
  const rested = useRested(text)
  const asked = useQuery({
    queryKey: ['config', 'validate', rested],
    queryFn: () =>
      answered(api.POST('/admin/v1/config/validate', { body: rested, bodySerializer: (body) => body })),
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
  const problems = asked.data?.errors ?? []
  if (asked.error !== null) return { state: 'failed', problems: [] }
  if (asked.data === undefined || asked.isPlaceholderData || rested !== text)
    return { state: 'checking', problems }
  return { state: asked.data.valid ? 'valid' : 'wrong', problems }
}

function useRested(text: string): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), STILL_MS)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}
