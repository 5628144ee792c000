import type { Measured } from '../health-exchange.ts'
import type { Figures, Quantiles } from '../health-view.ts'
import { Digest } from './digest.ts'
import { FadingMean } from './fading-mean.ts'
import type { Success } from './outcome.ts'
import { Recent } from './recent.ts'
import { Uptime } from './uptime.ts'

/** What is measured of one target: how fast it is, how often it answers, and how well. */
export class Measurements {
  /** Made when there is something to put in: most targets that are named are never asked. */
  #ttft: Digest | null = null
  /** Milliseconds for each token, so that its percentiles count from the fast end as those of the first token do. */
  #msPerToken: Digest | null = null
  #uptime: Uptime | null = null
  readonly #cacheHits = new FadingMean(CACHE_HITS)
  readonly #quality = new FadingMean(QUALITY)
  readonly #news: News | null

  /** Where they are shared, what is new is kept until it is taken. */
  constructor(isShared: boolean) {
    this.#news = isShared ? { ttft: new Recent(), tokensPerSecond: new Recent(), ...NOTHING } : null
  }

  answered({ ttftMs, durationMs, tokens }: Success, nowMs: number): void {
    this.#count(1, 0, nowMs)
    const inputTokens = tokens?.input ?? 0
    if (inputTokens > 0) this.#cacheHits.observe((tokens?.cacheRead ?? 0) / inputTokens, inputTokens, nowMs)
    if (this.#news !== null) this.#news.good++
    if (ttftMs === null) return
    this.#observeTtft(ttftMs, nowMs, 1)
    this.#news?.ttft.push(ttftMs)
    const streamedMs = durationMs - ttftMs
    // A short answer, or one that came in one piece, says nothing about how fast tokens are made.
    const outputTokens = tokens?.output ?? 0
    if (outputTokens < TOKENS_MIN || streamedMs < STREAMED_MS_MIN) return
    const tokensPerSecond = outputTokens / (streamedMs / 1_000)
    this.#observeTokensPerSecond(tokensPerSecond, nowMs, 1)
    this.#news?.tokensPerSecond.push(tokensPerSecond)
  }

  failed(nowMs: number): void {
    this.#count(0, 1, nowMs)
    if (this.#news !== null) this.#news.bad++
  }

  observeQuality(verdict: number, weight: number, nowMs: number): void {
    const value = Math.min(Math.max(verdict, 0), 1)
    this.#quality.observe(value, weight, nowMs)
    if (this.#news === null) return
    this.#news.verdicts += value * weight
    this.#news.verdictsWeight += weight
  }

  figures(nowMs: number): Omit<Figures, 'inFlight' | 'requestsLeft' | 'tokensLeft'> {
    return {
      ttftMs: this.#ttft?.quantiles(nowMs) ?? null,
      tokensPerSecond: inverted(this.#msPerToken?.quantiles(nowMs) ?? null),
      uptime: this.#uptime?.shares(nowMs) ?? NO_UPTIME,
      cacheHitRate: this.#cacheHits.at(nowMs),
      quality: this.#quality.at(nowMs),
    }
  }

  /** What was measured here since it was last taken; null where that is nothing. */
  takeNews(): Measured | null {
    const news = this.#news
    if (news === null) return null
    const { good, bad, verdicts, verdictsWeight } = news
    if (good + bad === 0 && verdictsWeight === 0) return null
    Object.assign(news, NOTHING)
    return {
      ttftMs: news.ttft.take(),
      tokensPerSecond: news.tokensPerSecond.take(),
      good,
      bad,
      quality: verdictsWeight === 0 ? null : { mean: verdicts / verdictsWeight, weight: verdictsWeight },
    }
  }

  /** What was measured by another process. */
  add({ ttftMs, tokensPerSecond, good, bad, quality }: Measured, nowMs: number): void {
    for (const value of ttftMs?.values ?? []) this.#observeTtft(value, nowMs, ttftMs?.weight ?? 1)
    for (const value of tokensPerSecond?.values ?? [])
      this.#observeTokensPerSecond(value, nowMs, tokensPerSecond?.weight ?? 1)
    this.#count(good, bad, nowMs)
    if (quality !== null) this.#quality.observe(quality.mean, quality.weight, nowMs)
  }

  #count(good: number, bad: number, nowMs: number): void {
    this.#uptime ??= new Uptime()
    this.#uptime.count(good, bad, nowMs)
  }

  #observeTtft(value: number, nowMs: number, weight: number): void {
    this.#ttft ??= new Digest(TTFT_MS_MIN, nowMs)
    this.#ttft.observe(value, nowMs, weight)
  }

  #observeTokensPerSecond(value: number, nowMs: number, weight: number): void {
    this.#msPerToken ??= new Digest(MS_PER_TOKEN_MIN, nowMs)
    this.#msPerToken.observe(1_000 / value, nowMs, weight)
  }
}

interface News {
  readonly ttft: Recent
  readonly tokensPerSecond: Recent
  good: number
  bad: number
  /** The sum of the verdicts, each times its weight. */
  verdicts: number
  verdictsWeight: number
}

const NO_UPTIME = Object.freeze({ fiveMinutes: null, thirtyMinutes: null, day: null })
const NOTHING = { good: 0, bad: 0, verdicts: 0, verdictsWeight: 0 }

/** Told apart up to five and a half minutes, and from 0.6 to 100,000 tokens a second. */
const TTFT_MS_MIN = 2
const MS_PER_TOKEN_MIN = 0.01
const TOKENS_MIN = 16
const STREAMED_MS_MIN = 20

/** Weighed by input tokens. */
const CACHE_HITS = { halfLifeMs: 1_800_000, weightMin: 1_000, assumed: 0, assumedWeight: 0 }
/** Weighed by verdicts. */
const QUALITY = { halfLifeMs: 86_400_000, weightMin: 5, assumed: 0.5, assumedWeight: 2 }

/** The throughput that so many reach: nine in ten for the p90. */
function inverted(msPerToken: Quantiles | null): Quantiles | null {
  if (msPerToken === null) return null
  const { p50, p75, p90, p95, p99 } = msPerToken
  return { p50: 1_000 / p50, p75: 1_000 / p75, p90: 1_000 / p90, p95: 1_000 / p95, p99: 1_000 / p99 }
}
