/** Whose model an id means: `us.anthropic.claude-…`, `amazon.nova-…`, and the same behind an address of AWS. */
export function isClaude(model: string): boolean {
  return /anthropic[.]|claude/.test(model)
}

export function isNova(model: string): boolean {
  return /amazon[.]nova/.test(model)
}

/** Only the second generation reasons. */
export function isNova2(model: string): boolean {
  return /amazon[.]nova-2/.test(model)
}

export function isGptOss(model: string): boolean {
  return /openai[.]gpt-oss/.test(model)
}
