import { expect, test } from 'vitest'
import { ask, candidate, SETTINGS } from './ask.fixture.ts'
import { decideAuto } from './auto.ts'
import { COST_TIERS } from './cost-tier.ts'
import { textFeatures } from './features.ts'
import { loadShippedRouter } from './shipped.ts'

const router = loadShippedRouter()
const MODELS = [candidate('a/small', 0.2), candidate('b/middle', 3), candidate('b/large', 15)]

test('a decision says what was asked, how sure the router is, and who is tried in turn', () => {
  const decision = decideAuto(ask('Good morning!'), MODELS, SETTINGS, router)
  expect(decision).toMatchObject({
    task: { class: 'chat', because: 'nothing else was recognised' },
    tier: 'balanced',
    suffices: router.suffices(textFeatures('Good morning!')),
    threshold: router.threshold('balanced'),
    routerVersion: router.version,
  })
  expect([...decision.models].sort()).toEqual(MODELS.map(({ slug }) => slug).sort())
  expect(decision.strength).toBe(decision.suffices < decision.threshold ? 'strong' : 'weak')
})

test('the caller’s plugin goes before the configuration', () => {
  const plugins = [{ id: 'auto-router', allowed_models: ['b/*'], cost_tier: 'high' }]
  const request = ask('Good morning!', { extras: { 'openai-chat': { plugins } } })
  const decision = decideAuto(request, MODELS, SETTINGS, router)
  expect(decision.tier).toBe('high')
  expect([...decision.models].sort()).toEqual(['b/large', 'b/middle'])
})

test('a request that one tier sends to a strong model, each dearer tier does, too', () => {
  const prompts = [
    'Good morning!',
    'Prove it.',
    'x^2 = 4',
    'Which is it?\nA. 1\nB. 2\nC. 3',
    'Who, when, why?',
  ]
  for (const prompt of prompts) {
    const strengths = COST_TIERS.map(
      (tier) => decideAuto(ask(prompt), MODELS, { ...SETTINGS, tier }, router).strength,
    )
    expect(strengths).toEqual([...strengths].sort().toReversed())
  }
})
