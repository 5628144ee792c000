import type { ChatRequest } from '../../core/request.ts'
import { type AutoCandidate, type AutoSettings, type Choice, chooseModels } from './choose.ts'
import type { CostTier } from './cost-tier.ts'
import { featuresOf } from './features.ts'
import type { RouterModel } from './model.ts'
import { promptText } from './prompt-text.ts'
import { readRestrictions } from './restrictions.ts'
import { scanText } from './scan.ts'
import { classify, type Task } from './task-class.ts'

/** What `auto` stands for on this request, and why. */
export interface AutoDecision extends Choice {
  readonly task: Task
  readonly tier: CostTier
  /** The probability that a weak model is as good, and the one below which a strong model is asked for. */
  readonly suffices: number
  readonly threshold: number
  /** Of the weights that were used: the same version says the same of the same request. */
  readonly routerVersion: string
}

/**
 * Task → score → choice. Pure. The caller's own restrictions come with the request, as OpenRouter's plugin. Throws
 * `invalid_request` where they cannot be understood; no model is left where they forbid all.
 */
export function decideAuto(
  request: ChatRequest,
  candidates: readonly AutoCandidate[],
  settings: AutoSettings,
  router: RouterModel,
): AutoDecision {
  const restrictions = readRestrictions(request.extras['openai-chat']?.plugins)
  const tier = restrictions.tier ?? settings.tier
  const scan = scanText(promptText(request))
  const task = classify(request, scan)
  const suffices = router.suffices(featuresOf(scan))
  const threshold = router.threshold(tier)
  const asked = { task, suffices, threshold, tier, restrictions }
  const choice = chooseModels(asked, candidates, settings)
  return { ...choice, task, tier, suffices, threshold, routerVersion: router.version }
}
