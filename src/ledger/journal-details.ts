import type {
  AttemptRecord,
  CandidateRecord,
  DecisionRecord,
  ExchangeRecord,
  PassedBytes,
} from '../core/record.ts'
import type { Units, Usage } from '../core/usage.ts'

/** What of a record is only looked at, and never looked for. */
type Detailed = Pick<
  ExchangeRecord,
  | 'operation'
  | 'streamed'
  | 'requestedModel'
  | 'target'
  | 'finishReason'
  | 'priceVersion'
  | 'metadata'
  | 'droppedParams'
  | 'usage'
  | 'attempts'
  | 'decision'
  | 'bytes'
>

/** What stands beside the details, and is not said again in them. */
type Beside = Pick<ExchangeRecord, 'id' | 'model' | 'provider'>

/**
 * One line of JSON: lists of values without their names, which would be most of the bytes. A list grows at its end, so
 * that what was written before can still be read. A 0 in place of a text or of a usage says: that of the record.
 */
export function encodeDetails(record: Detailed & Beside): string {
  const { usage, decision, bytes } = record
  const details: Details = [
    record.operation,
    record.streamed ? 1 : 0,
    orOwn(record.requestedModel, record.model),
    record.target,
    record.finishReason,
    record.priceVersion,
    record.metadata,
    record.droppedParams,
    usage === null ? null : countsOf(usage),
    record.attempts.map((attempt) => attemptValues(attempt, record)),
    decision === null ? null : decisionValues(decision, record),
    ...(bytes === undefined ? ([] as const) : ([bytesValues(bytes)] as const)),
  ]
  return JSON.stringify(details)
}

export function decodeDetails(text: string, beside: Beside): Whole<Detailed> {
  const details: Details = JSON.parse(text)
  const [operation, streamed, requestedModel, target, finishReason, priceVersion, ...lists] = details
  const [metadata, droppedParams, counts, attempts, decision, bytes] = lists
  const owner = { ...beside, target, usage: counts === null ? null : usageOf(counts) }
  return {
    operation,
    streamed: streamed === 1,
    requestedModel: own(requestedModel, owner.model),
    target,
    finishReason,
    priceVersion,
    metadata,
    droppedParams,
    usage: owner.usage,
    attempts: attempts.map((attempt) => attemptOf(attempt, owner)),
    decision: decision === null ? null : decisionOf(decision, owner),
    bytes: bytes === undefined ? undefined : bytesOf(bytes),
  }
}

/** What was asked for, without reading the rest of the details: it stands third. */
export function requestedModelOf(details: string, model: string | null): string {
  const [, text] = REQUESTED_MODEL.exec(details) ?? []
  return text === undefined || text === '0' ? (model ?? '') : JSON.parse(text)
}

const REQUESTED_MODEL = /^\["[^"]*",[01],(0|"(?:[^"\\]|\\.)*")/

/**
 * A type with its optional fields too: what must be of it stops compiling when a field is added, until that is read
 * back here, and so written above.
 */
export type Whole<Type> = { readonly [Field in keyof Required<Type>]: Type[Field] }

/** The same as the record's. */
type Own = 0

type Details = readonly [
  operation: ExchangeRecord['operation'],
  streamed: 0 | 1,
  requestedModel: string | Own,
  target: string | null,
  finishReason: ExchangeRecord['finishReason'],
  priceVersion: string | null,
  metadata: ExchangeRecord['metadata'],
  droppedParams: readonly string[],
  usage: Counts | null,
  attempts: readonly AttemptValues[],
  decision: DecisionValues | null,
  bytes?: BytesValues,
]

type BytesValues = readonly [request: number, response: number]

type AttemptValues = readonly [
  target: string | Own,
  provider: string | Own,
  model: string | Own,
  role: NonNullable<AttemptRecord['role']> | null,
  status: number | null,
  code: AttemptRecord['code'],
  ms: number,
  startedMs: number,
  ttftMs: number | null,
  usage: Counts | Own | null,
  costNanos: number | null,
]

type DecisionValues = readonly [
  id: string | Own,
  seed: string | Own,
  revision: string,
  target: string | Own | null,
  candidates: readonly CandidateValues[],
  auto: NonNullable<DecisionRecord['auto']> | null,
  ...downgrade: [] | [NonNullable<DecisionRecord['downgrade']>],
]

type CandidateValues = readonly [
  target: string | Own,
  score: number | null,
  parts: CandidateRecord['parts'],
  removedBy: string | null,
]

/** In the order of `usageOf`. */
type TokenCounts = readonly [
  ...tokens: [number, number, number, number, number, number],
  ...media: [number, number, number, number],
]

type Counts = readonly [...counts: TokenCounts, units?: UnitCounts]

type UnitCounts = readonly [images: number, seconds: number, characters: number, searches: number]

type Owner = Pick<ExchangeRecord, 'id' | 'target' | 'model' | 'provider' | 'usage'>

function bytesValues({ request, response }: Whole<PassedBytes>): BytesValues {
  return [request, response]
}

function bytesOf([request, response]: BytesValues): Whole<PassedBytes> {
  return { request, response }
}

function orOwn<Text extends string | null>(text: Text, own: string | null): Text | Own {
  return text === own && text !== null ? 0 : text
}

/** A 0 is never written for what the record itself has not. */
function own(value: string | Own, ofRecord: string | null): string {
  return value === 0 ? (ofRecord ?? '') : value
}

function attemptValues(attempt: AttemptRecord, owner: Owner): AttemptValues {
  const { usage } = attempt
  return [
    orOwn(attempt.target, owner.target),
    orOwn(attempt.provider, owner.provider),
    orOwn(attempt.model, owner.model),
    attempt.role ?? null,
    attempt.status,
    attempt.code,
    attempt.ms,
    attempt.startedMs,
    attempt.ttftMs,
    usage === null ? null : usage === owner.usage ? 0 : countsOf(usage),
    attempt.costNanos,
  ]
}

function attemptOf(values: AttemptValues, owner: Owner): AttemptRecord {
  const [target, provider, model, role, status, code, ms, startedMs, ttftMs, usage, costNanos] = values
  const attempt: Whole<Omit<AttemptRecord, 'role'>> = {
    target: own(target, owner.target),
    provider: own(provider, owner.provider),
    model: own(model, owner.model),
    status,
    code,
    ms,
    startedMs,
    ttftMs,
    usage: usage === 0 ? owner.usage : usage === null ? null : usageOf(usage),
    costNanos,
  }
  return role === null ? attempt : { ...attempt, role }
}

function decisionValues(decision: DecisionRecord, owner: Owner): DecisionValues {
  const { id, seed, revision, target, candidates, auto, downgrade } = decision
  return [
    orOwn(id, owner.id),
    orOwn(seed, owner.id),
    revision,
    orOwn(target, owner.target),
    candidates.map((candidate) => candidateValues(candidate, owner)),
    auto ?? null,
    ...(downgrade === undefined ? NO_DOWNGRADE : ([downgrade] as const)),
  ]
}

/** A list without it is a list of before it was known. */
const NO_DOWNGRADE = [] as const

function decisionOf(
  [id, seed, revision, target, candidates, auto, downgrade]: DecisionValues,
  owner: Owner,
): DecisionRecord {
  const decision: Whole<Omit<DecisionRecord, 'auto' | 'downgrade'>> = {
    id: own(id, owner.id),
    seed: own(seed, owner.id),
    revision,
    target: target === null ? null : own(target, owner.target),
    candidates: candidates.map((candidate) => candidateOf(candidate, owner)),
  }
  return {
    ...decision,
    ...(auto === null ? {} : { auto }),
    ...(downgrade === undefined ? {} : { downgrade }),
  }
}

function candidateValues(
  { target, score, parts, removedBy }: CandidateRecord,
  owner: Owner,
): CandidateValues {
  return [orOwn(target, owner.target), score, parts, removedBy]
}

function candidateOf(
  [target, score, parts, removedBy]: CandidateValues,
  owner: Owner,
): Whole<CandidateRecord> {
  return { target: own(target, owner.target), score, parts, removedBy }
}

function countsOf(usage: Usage): Counts {
  const { units } = usage
  const counts: TokenCounts = [
    usage.inputTokens,
    usage.outputTokens,
    usage.cacheReadTokens,
    usage.cacheWriteTokens,
    usage.cacheWrite1hTokens,
    usage.reasoningTokens,
    usage.audioInputTokens,
    usage.audioOutputTokens,
    usage.imageInputTokens,
    usage.imageOutputTokens,
  ]
  return units === undefined ? counts : [...counts, unitCounts(units)]
}

function unitCounts({ images, seconds, characters, searches }: Whole<Units>): UnitCounts {
  return [images, seconds, characters, searches]
}

function usageOf(counts: Counts): Usage {
  const usage: Whole<Omit<Usage, 'units'>> = {
    inputTokens: counts[0],
    outputTokens: counts[1],
    cacheReadTokens: counts[2],
    cacheWriteTokens: counts[3],
    cacheWrite1hTokens: counts[4],
    reasoningTokens: counts[5],
    audioInputTokens: counts[6],
    audioOutputTokens: counts[7],
    imageInputTokens: counts[8],
    imageOutputTokens: counts[9],
  }
  const units = counts[10]
  return units === undefined ? usage : { ...usage, units: unitsOf(units) }
}

function unitsOf([images, seconds, characters, searches]: UnitCounts): Whole<Units> {
  return { images, seconds, characters, searches }
}
