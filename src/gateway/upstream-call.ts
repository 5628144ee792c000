import type { UpstreamCall } from '../core/provider.ts'
import type { Trial } from './trial.ts'

/** What a provider has to know of a request to say where it goes. */
export function upstreamCall({ asked, continuation, target }: Trial): UpstreamCall {
  const { messages, stream } = asked.request
  const isPrefilled = continuation !== null || messages.at(-1)?.role === 'assistant'
  return { operation: 'chat', model: target.model, stream, isPrefilled }
}
