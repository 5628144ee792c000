/** What a request is about, as `auto` tells requests apart. */
export const TASK_CLASSES = [
  'vision',
  'long-context',
  'tool-use',
  'extraction',
  'translation',
  'code',
  'maths',
  'reasoning',
  'chat',
] as const

export type TaskClass = (typeof TASK_CLASSES)[number]
