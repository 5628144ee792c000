import type { ChatRequest } from '../../core/request.ts'
import type { TaskClass } from '../../core/task-class.ts'
import { instructionText } from './prompt-text.ts'
import { type RequestShape, shapeOf } from './request-shape.ts'
import type { Scan } from './scan.ts'
import { CODE, EXTRACTION, MATHS, REASONING, TRANSLATION } from './task-words.ts'

export interface Task {
  readonly class: TaskClass
  /** The rule that decided, in words. */
  readonly because: string
  readonly shape: RequestShape
}

/** `scan` is of the request's prompt. The first rule that holds decides; `chat` is what is left. */
export function classify(request: ChatRequest, scan: Scan): Task {
  const shape = shapeOf(request)
  const look: Look = { request, shape, scan, instructions: instructionText(request) }
  const rule = RULES.find(({ holds }) => holds(look))
  return { class: rule?.class ?? 'chat', because: rule?.because ?? 'nothing else was recognised', shape }
}

interface Look {
  readonly request: ChatRequest
  readonly shape: RequestShape
  readonly scan: Scan
  /** What the operator says of every request. */
  readonly instructions: string
}

interface Rule {
  readonly class: TaskClass
  readonly because: string
  readonly holds: (look: Look) => boolean
}

const RULES: readonly Rule[] = [
  {
    class: 'vision',
    because: 'it holds an image or a video',
    holds: ({ shape }) => shape.media.has('image') || shape.media.has('video'),
  },
  {
    class: 'long-context',
    because: 'it may take more than 32,000 tokens',
    holds: ({ shape }) => shape.tokens > 32_000,
  },
  { class: 'tool-use', because: 'it offers tools', holds: ({ shape }) => shape.usesTools },
  { class: 'extraction', because: 'it asks for JSON', holds: ({ shape }) => shape.isStructured },
  {
    class: 'translation',
    because: 'it speaks of translating',
    holds: ({ scan, instructions }) => TRANSLATION.test(scan.text) || TRANSLATION.test(instructions),
  },
  {
    class: 'code',
    because: 'it holds code, or names a programming language',
    holds: ({ scan }) =>
      scan.text.includes('```') || scan.code / scan.text.length > 0.04 || CODE.test(scan.text),
  },
  {
    class: 'extraction',
    because: 'it asks to extract, classify or list fields',
    holds: ({ scan, instructions }) => EXTRACTION.test(scan.text) || EXTRACTION.test(instructions),
  },
  {
    class: 'maths',
    because: 'it holds formulas, or several numbers and a question',
    holds: ({ scan }) =>
      scan.maths / scan.text.length > 0.02 ||
      (scan.numbers >= 3 && scan.questions > 0 && scan.numbers * 60 > scan.text.length) ||
      MATHS.test(scan.text),
  },
  {
    class: 'reasoning',
    because: 'it offers choices, asks for reasons, or asks for effort',
    holds: ({ request, scan }) => scan.choices.count >= 3 || isEffort(request) || REASONING.test(scan.text),
  },
]

function isEffort({ reasoning }: ChatRequest): boolean {
  const effort = reasoning?.effort
  return effort === 'high' || effort === 'xhigh' || effort === 'max'
}
