import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('work begins when all before it has ended, well or not', async () => {
  const turns = new Turns()
  const steps: string[] = []
  const work = (name: string, fails = false) =>
    turns.take(async () => {
      steps.push(`${name} begins`)
      await new Promise((resolve) => setImmediate(resolve))
      steps.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const all = await Promise.allSettled([work('a'), work('b', true), work('c')])
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})
