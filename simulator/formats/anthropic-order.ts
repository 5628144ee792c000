import type { JsonObject } from '../../src/core/json.ts'
import { Failure } from '../failure.ts'
import type { Turn } from './anthropic-messages.ts'
import { textAt } from './fields.ts'

/**
 * The calls of an assistant turn are answered at the very start of the next turn, each by one result, and no result
 * comes without its call.
 */
export function checkToolOrder(turns: readonly Turn[]): void {
  turns.forEach((turn, index) => {
    const calls = turn.role === 'assistant' ? idsOf(turn.blocks, 'tool_use', 'id') : []
    const results = leadingResults(turns[index + 1])
    const open = calls.filter((id) => !results.includes(id))
    if (open.length > 0) {
      throw new Failure(
        'invalid',
        `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ` +
          `${open.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
      )
    }
    checkResults(turn, turns[index - 1], index)
  })
}

/**
 * While a model that thinks works with tools, the turn that called them must come back with its thinking first. The
 * signature itself is checked with the block.
 */
export function checkThinkingReturned(turns: readonly Turn[]): void {
  const index = turns.findLastIndex((turn) => turn.role === 'assistant')
  const turn = turns[index]
  if (turn === undefined || !turn.blocks.some((block) => block['type'] === 'tool_use')) return
  const first = String(turn.blocks[0]?.['type'])
  if (first === 'thinking' || first === 'redacted_thinking') return
  throw new Failure(
    'invalid',
    `messages.${index}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${first}\`. ` +
      'When `thinking` is enabled, a final `assistant` message must start with a thinking block.',
  )
}

function checkResults(turn: Turn, before: Turn | undefined, index: number): void {
  if (turn.role !== 'user') return
  const calls = idsOf(before?.blocks ?? [], 'tool_use', 'id')
  for (const id of idsOf(turn.blocks, 'tool_result', 'tool_use_id')) {
    if (calls.includes(id)) continue
    throw new Failure(
      'invalid',
      `messages.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. ` +
        'Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
    )
  }
}

function leadingResults(turn: Turn | undefined): readonly string[] {
  const blocks = turn?.blocks ?? []
  const end = blocks.findIndex((block) => block['type'] !== 'tool_result')
  return idsOf(end === -1 ? blocks : blocks.slice(0, end), 'tool_result', 'tool_use_id')
}

function idsOf(blocks: readonly JsonObject[], type: string, key: string): readonly string[] {
  return blocks.filter((block) => block['type'] === type).map((block) => textAt(block, key) ?? '')
}
