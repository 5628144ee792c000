import { expect, test } from 'vitest'
import type { Alert } from '../core/alert.ts'
import type { Standing } from '../routing/health.ts'
import { ProvidersDown } from './providers-down.ts'

function watched() {
  const standings = new Map<string, Standing['type']>()
  const raised: Alert[] = []
  const down = new ProvidersDown({ raise: (alert) => void raised.push(alert) })
  const health = {
    targetIds: () => [...standings.keys()],
    standing: (id: string): Standing => {
      const type = standings.get(id) ?? 'ready'
      return type === 'ready' || type === 'half-open' ? { type } : { type, untilMs: 9 }
    },
  }
  const look = (now: Readonly<Record<string, Standing['type']>>) => {
    for (const [id, type] of Object.entries(now)) standings.set(id, type)
    down.look(health, 0)
    return raised.splice(0).map(({ state, subject }) => `${subject.provider} ${state}`)
  }
  return look
}

test('a provider is down when none of its targets is left, and back when one answers', () => {
  const look = watched()
  expect(look({ 'a/m': 'ready', 'a/n#1': 'ready', 'b/m': 'ready' })).toEqual([])
  expect(look({ 'a/m': 'open' })).toEqual([])
  expect(look({ 'a/n#1': 'refused' })).toEqual(['a raised'])
  expect(look({})).toEqual([])
  expect(look({ 'a/m': 'half-open' })).toEqual([]) // About to be tried.
  expect(look({ 'a/m': 'ready' })).toEqual(['a cleared'])
  expect(look({ 'a/m': 'open' })).toEqual(['a raised'])
})

test('one that is only full is not down', () => {
  const look = watched()
  expect(look({ 'a/m': 'full' })).toEqual([])
})
