import { list, object, objectsIn, type Recorded, string } from './plain-json.ts'
import { counted, input, NOTHING_SAID, type Substance } from './substance.ts'

/** The plainest reading of a response: its items as the end of the stream has them, every string of the one kind. */
export function plainResponses(recorded: Recorded): Substance {
  const response = recorded.body ?? object(objectsIn(recorded).at(-1)?.response)
  if (objectsIn(recorded).some(({ type }) => type === 'error') || response.status === 'failed')
    return NOTHING_SAID
  const items = list(response.output)
  const contents = items.filter(({ type }) => type === 'message').flatMap(({ content }) => list(content))
  const thoughts = items.filter(({ type }) => type === 'reasoning')
  const calls = items.filter(({ type }) => type === 'function_call' || type === 'custom_tool_call')
  const usage = object(response.usage)
  const reason = string(object(response.incomplete_details).reason)
  const refusal = contents.map((part) => string(part.refusal)).join('')
  return {
    text: contents.map(({ text }) => string(text)).join(''),
    reasoning: thoughts
      .map(({ content, summary }) => {
        const shown = list(content).length > 0 ? list(content) : list(summary)
        return shown.map(({ text }) => string(text)).join('\n\n')
      })
      .join(''),
    refusal,
    calls: calls.map((call) => [
      string(call.name),
      call.type === 'custom_tool_call' ? string(call.input) : input(string(call.arguments)),
    ]),
    finish:
      response.status === 'incomplete'
        ? reason === 'content_filter'
          ? 'content-filter'
          : 'length'
        : calls.length > 0
          ? 'tool-calls'
          : refusal === ''
            ? 'stop'
            : 'refusal',
    usage: counted({
      input: usage.input_tokens,
      output: usage.output_tokens,
      cacheRead: object(usage.input_tokens_details).cached_tokens,
      cacheWrite: object(usage.input_tokens_details).cache_write_tokens,
      reasoning: object(usage.output_tokens_details).reasoning_tokens,
    }),
  }
}
