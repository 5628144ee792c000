import { expect, test } from 'vitest'
import { type CpuProfile, selfTimes } from './cpu-profile.ts'

function node(
  id: number,
  functionName: string,
  url: string,
  lineNumber: number,
): CpuProfile['nodes'][number] {
  return { id, callFrame: { functionName, url, lineNumber } }
}

test('the samples of one function add up, wherever it was called from', () => {
  const profile: CpuProfile = {
    nodes: [
      node(1, '(idle)', '', -1),
      node(2, 'parse', 'file:///app/dist/main.js', 9),
      node(3, 'parse', 'file:///app/dist/main.js', 9),
      node(4, '', 'node:internal/stream', 4),
    ],
    samples: [1, 2, 3, 4, 2],
    timeDeltas: [100, 10, 20, 5, 40],
  }
  expect(selfTimes(profile)).toEqual([
    { name: '(idle)', selfUs: 100 },
    { name: 'parse dist/main.js:10', selfUs: 70 },
    { name: '(anonymous) node:internal/stream:5', selfUs: 5 },
  ])
})
