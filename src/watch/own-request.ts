import type { Dialect } from '../core/dialect.ts'
import { isJsonObject, type JsonObject, parseJsonObject } from '../core/json.ts'
import type { Reply } from '../core/reply.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { HOUSE } from '../gateway/key-ring.ts'
import { serve } from '../gateway/serve.ts'

/** Something that the gateway asks one target of its own accord. */
export interface OwnQuestion {
  /** The name of a route, and a target of it. */
  readonly model: string
  readonly targetId: string
  readonly prompt: string
  readonly maxTokens: number
  /** Why it asks: the tag of the record. */
  readonly tag: 'standby-probe' | 'canary'
}

/** Null where the target gave no answer. */
export type OwnAnswer = string | null

/**
 * Asks as any caller would, along the straight line: what it uses is reserved, recorded and priced, and what it meets
 * counts for the health of the target. `dialect` is OpenAI's. Never rejects.
 */
export async function askOf(question: OwnQuestion, dialect: Dialect, gateway: Gateway): Promise<OwnAnswer> {
  const { model, targetId, prompt, maxTokens, tag } = question
  const body = { model, messages: [{ role: 'user', content: prompt }], max_tokens: maxTokens }
  const bytes = Buffer.from(JSON.stringify(body))
  const reply = new WholeReply()
  await serve(
    {
      dialect,
      operation: 'chat',
      caller: HOUSE,
      headers: { 'x-portolan-pin': targetId, 'x-portolan-tags': tag },
      reply,
      readBody: async () => bytes,
    },
    gateway,
  )
  const answer = await reply.over
  return answer === null ? null : textOf(answer)
}

/** Takes one whole answer; nothing is ever streamed to it. */
class WholeReply implements Reply {
  readonly #over = Promise.withResolvers<JsonObject | null>()
  #onOver: (() => void) | null = null

  /** The body of a good answer. */
  get over(): Promise<JsonObject | null> {
    return this.#over.promise
  }

  send(status: number, _: unknown, body: Buffer): void {
    this.#end(status === 200 ? parseJsonObject(body.toString()) : null)
  }

  begin(): void {}

  write(): boolean {
    return true
  }

  end(): void {
    this.#end(null)
  }

  destroy(): void {
    this.#end(null)
  }

  onGone(): void {}

  onOver(callback: () => void): void {
    this.#onOver = callback
  }

  onDrain(): void {}

  #end(answer: JsonObject | null): void {
    this.#over.resolve(answer)
    this.#onOver?.()
  }
}

function textOf({ choices }: JsonObject): string {
  const [choice] = Array.isArray(choices) ? choices : []
  const message = isJsonObject(choice) ? choice.message : undefined
  const content = isJsonObject(message) ? message.content : undefined
  return typeof content === 'string' ? content : ''
}
