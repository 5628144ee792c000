import type { ChatEvent } from '../../core/event.ts'
import { type JsonObject, type JsonValue, parseJsonObject } from '../../core/json.ts'
import type { DecodeContext } from '../../core/provider.ts'
import type { Proof } from '../../core/request.ts'
import { objectOf, readThoughtSignature, textOf } from '../../wire/openai-chat.ts'

interface Call {
  readonly wireId: string
  readonly isCustom: boolean
  name: string
  arguments: string
  /** Null until the name is known. */
  part: { readonly index: number; readonly id: string } | null
  proof: Proof | null
}

export interface ToolCallOptions {
  readonly choice: number
  readonly context: DecodeContext
  readonly ids: Set<string>
  emit(event: ChatEvent): void
  /** Gives the next part's index, and ends the part that was running. */
  start(): number
}

/**
 * Puts the deltas of tool calls together. By the book each has an `index`, and the first of each an id and a name;
 * in the wild any of these is missing, empty, repeated or wrong. Every call given has a name and an id of its own.
 */
export class ToolCalls {
  readonly #options: ToolCallOptions
  readonly #calls: Call[] = []
  readonly #byIndex = new Map<number, Call>()
  /** By the id of the call, for proofs that come before it. */
  readonly #proofs = new Map<string, Proof>()

  constructor(options: ToolCallOptions) {
    this.#options = options
  }

  get count(): number {
    return this.#calls.filter(({ part }) => part !== null).length
  }

  /** `position`: the place in the delta, for calls without an index; null where it was alone. */
  push(delta: JsonObject, position: number | null, isWhole: boolean): void {
    const custom = objectOf(delta.custom)
    const isCustom = delta.type === 'custom' || (custom !== null && textOf(custom.name) !== '')
    const called = (isCustom ? custom : objectOf(delta.function)) ?? custom ?? {}
    const name = textOf(called.name)
    const text = argumentText(called.arguments ?? called.input)
    if (name === '' && text === '' && textOf(delta.id) === '') return // Snowflake fills unused fields with nothing.
    const index = typeof delta.index === 'number' ? delta.index : position
    const call = isWhole ? this.#add(delta, isCustom) : this.#find(delta, index, name, isCustom)
    if (index !== null) this.#byIndex.set(index, call)
    if (call.name === '') call.name = name
    this.#write(call, text)
    const signature = readThoughtSignature(delta)
    if (signature !== '') this.#prove(call, { owner: 'gemini', value: signature })
  }

  /** The call may have come already, or be still to come. */
  expectProof(id: string, proof: Proof): void {
    const call = this.#calls.find(({ wireId }) => wireId === id)
    if (call === undefined) this.#proofs.set(id, proof)
    else this.#prove(call, proof)
  }

  /** Gives the proof to the first call, if there is one and it has none. */
  sign(proof: Proof): boolean {
    const [first] = this.#calls
    if (first === undefined) return false
    if (first.proof === null) this.#prove(first, proof)
    return true
  }

  /** Ends the calls, and returns the proofs of calls that never came. */
  close(): readonly Proof[] {
    const { choice, emit } = this.#options
    for (const call of this.#calls) {
      if (call.part !== null) emit({ type: 'part-end', choice, index: call.part.index })
    }
    return [...this.#proofs.values()]
  }

  #find(delta: JsonObject, index: number | null, name: string, isCustom: boolean): Call {
    const known = index === null ? this.#calls.at(-1) : this.#byIndex.get(index)
    return known === undefined || isAnother(known, textOf(delta.id), name, index)
      ? this.#add(delta, isCustom)
      : known
  }

  #add(delta: JsonObject, isCustom: boolean): Call {
    const wireId = textOf(delta.id)
    const proof = this.#proofs.get(wireId) ?? null
    this.#proofs.delete(wireId)
    const call: Call = { wireId, isCustom, name: '', arguments: '', part: null, proof }
    this.#calls.push(call)
    return call
  }

  #write(call: Call, text: string): void {
    const { choice, emit } = this.#options
    // Cohere's word for no arguments.
    const added = text === 'null' && call.arguments === '' ? '' : text
    call.arguments += added
    if (call.part === null) {
      if (call.name === '') return
      this.#start(call)
      if (call.part !== null && call.arguments !== '') this.#delta(call, call.arguments)
    } else if (added !== '') emit({ type: 'part-delta', choice, index: call.part.index, text: added })
  }

  #start(call: Call): void {
    const { choice, context, ids, emit, start } = this.#options
    const index = start()
    const id = call.wireId === '' || ids.has(call.wireId) ? context.newId('call') : call.wireId
    ids.add(id)
    call.part = { index, id }
    const name = context.toolNames?.get(call.name) ?? call.name
    emit({
      type: 'part-start',
      choice,
      index,
      part: 'tool-call',
      id,
      name,
      ...(call.isCustom ? { custom: true } : {}),
    })
    if (call.proof !== null)
      emit({ type: 'part-data', choice, index, data: { type: 'proof', proof: call.proof } })
  }

  #delta(call: Call, text: string): void {
    const { choice, emit } = this.#options
    if (call.part !== null) emit({ type: 'part-delta', choice, index: call.part.index, text })
  }

  #prove(call: Call, proof: Proof): void {
    if (call.proof !== null) return
    call.proof = proof
    const { choice, emit } = this.#options
    if (call.part !== null)
      emit({ type: 'part-data', choice, index: call.part.index, data: { type: 'proof', proof } })
  }
}

/** Whether a delta starts a new call although its index, or the lack of one, points at a call that is known. */
function isAnother(known: Call, id: string, name: string, index: number | null): boolean {
  if (id !== '' && id === known.wireId) return false
  const isNamedAnew = name !== '' && known.name !== ''
  if (id !== '' && known.wireId !== '') return isNamedAnew || index === null
  return isNamedAnew && (index === null || parseJsonObject(known.arguments) !== null)
}

function argumentText(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : JSON.stringify(value)
}
