import type { ChatEvent } from '../../core/event.ts'
import type { Splitter } from '../../core/framing.ts'
import { parseJsonObject, type JsonObject } from '../../core/json.ts'
import type { AnswerFrame, OperationAnswer } from '../../core/operation.ts'
import { addUsage, type Usage } from '../../core/usage.ts'
import { readBlock } from '../../wire/sse.ts'
import type { Pass, Passed } from '../lane.ts'

/** An answer of events that pass as they are, read along for its usage and for whether it is whole. */
export class EventsPass implements Pass {
  readonly #read: (body: JsonObject) => AnswerFrame | null
  #usage: Usage | null = null
  #isWhole = false
  #hasBegun = false

  constructor(read: (body: JsonObject) => AnswerFrame | null) {
    this.#read = read
  }

  push(block: Buffer): Passed {
    const frame = readBlock(block)
    const body = frame === null ? null : parseJsonObject(frame.data)
    if (body === null) return { events: [], output: block }
    if (isError(body)) return { events: [errorOf(body)], output: null }
    const said = this.#read(body)
    if (said !== null && said.usage !== null) this.#add(said.usage)
    this.#isWhole ||= said?.isLast ?? false
    const events = this.#hasBegun ? [] : BEGINNING
    this.#hasBegun = true
    return { events, output: block }
  }

  /** Each of several images says its own. */
  #add(usage: Usage): void {
    this.#usage = this.#usage === null ? usage : addUsage(this.#usage, usage)
  }

  end(): Passed {
    return { events: this.#isWhole ? endOf(this.#usage) : [], output: null }
  }
}

/** An answer of bytes: sound, as it is spoken. */
export class BytesPass implements Pass {
  readonly #answer: OperationAnswer
  #hasBegun = false

  constructor(answer: OperationAnswer) {
    this.#answer = answer
  }

  push(chunk: Buffer): Passed {
    const events = this.#hasBegun ? [] : BEGINNING
    this.#hasBegun = true
    return { events, output: chunk }
  }

  end(): Passed {
    return { events: this.#hasBegun ? endOf(this.#answer.usage) : [], output: null }
  }
}

/** Bytes have no places to be cut at. */
export const WHOLE_CHUNKS: Splitter = Object.freeze({
  push: (chunk: Buffer) => [chunk],
  end: () => null,
})

/** From here on the caller has something of it. */
const BEGINNING: readonly ChatEvent[] = [{ type: 'part-start', choice: 0, index: 0, part: 'opaque' }]

function endOf(usage: Usage | null): readonly ChatEvent[] {
  return [
    ...(usage === null ? [] : [{ type: 'usage', usage } as const]),
    { type: 'finish', choice: 0, reason: 'stop', raw: null },
  ]
}

function isError(body: JsonObject): boolean {
  return body.type === 'error' || (body.error !== undefined && body.error !== null)
}

function errorOf(body: JsonObject): ChatEvent {
  const { error = body } = body
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : null
  const text = typeof message === 'string' ? message : 'The provider reported an error in its answer.'
  return { type: 'error', code: 'provider_error', message: text }
}
