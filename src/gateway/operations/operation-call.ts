import { GatewayError } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import type {
  OperationDialects,
  OperationForms,
  OperationName,
  OperationRequest,
} from '../../core/operation.ts'
import type { ChatRequest } from '../../core/request.ts'
import type { InputEstimate } from '../../ledger/estimate.ts'
import { TextEstimate } from '../../ledger/text-estimate.ts'
import type { Target } from '../../routing/target.ts'
import type { Asked, Exchange } from '../exchange.ts'
import type { Lane, LaneSources } from '../lane.ts'
import type { FormBody } from './form-body.ts'
import { OperationLane } from './operation-lane.ts'

/** What is asked for beside chat, as the straight line sees it. */
export interface OperationCall {
  readonly input: InputEstimate
  /** Whether this target can be asked for it. */
  isFor(target: Target): boolean
  openLane(exchange: Exchange, asked: Asked, target: Target, sources: LaneSources): Lane
}

/** Reads a request in its dialect's own form. Throws `invalid_request`, or `not_found` where the dialect has none. */
export function operationCall<Name extends OperationName>(
  name: Name,
  dialect: OperationDialects[Name],
  body: JsonObject,
  form: FormBody | null,
): { readonly call: OperationCall; readonly request: ChatRequest } {
  if (dialect === undefined) throw new GatewayError('not_found', `Nobody asks for ${name} in this way.`)
  const request: OperationForms[Name]['request'] = dialect.parse(body)
  const codecOf = ({ provider }: Target) => provider.operations?.[name]
  return {
    request: inCommon(request),
    call: {
      input: estimateOf(request),
      isFor(target) {
        const codec = codecOf(target)
        if (codec === undefined) return false
        const isUnderstood = codec.wire === dialect.wire || codec.encode !== undefined
        return isUnderstood && (codec.takes?.(request) ?? true)
      },
      openLane(exchange, asked, target, { newId }) {
        const codec = codecOf(target)
        if (codec === undefined) throw new Error(`${target.id} does not do ${name}.`) // It was filtered out.
        return new OperationLane({ exchange, asked, target, newId }, { dialect, codec, request, form })
      },
    },
  }
}

/** The same as of a chat without messages. */
function inCommon({ model, user, outputTokens = 0, stream = false }: OperationRequest): ChatRequest {
  return {
    model,
    messages: [],
    tools: [],
    toolChoice: undefined,
    sampling: {},
    output: { maxTokens: outputTokens, format: { type: 'text' } },
    reasoning: undefined,
    cache: {},
    metadata: user === undefined ? {} : { user },
    stream,
    includeUsage: false,
    extras: {},
  }
}

function estimateOf({ texts, tokens, units }: OperationRequest): InputEstimate {
  const estimate = new TextEstimate()
  for (const text of texts) estimate.add(text)
  return {
    inputTokens: tokens + estimate.tokens,
    writesCache1h: false,
    hasAudioInput: false,
    ...(units === undefined ? {} : { units }),
  }
}
