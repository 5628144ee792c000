import { expect, test } from 'vitest'
import { pacedBody, request, sizesFor } from './workload.ts'

test('a request has just the size that its load is named for, and ends with the caller', () => {
  for (const bytes of [600, 2_048, 3_333, 51_200]) {
    const text = request({ model: 'bench' }, bytes)
    expect(Buffer.byteLength(text)).toBe(bytes)
    expect(JSON.parse(text).messages.at(-1).role).toBe('user')
  }
})

test('all loads are distinct requests of the models that the gateway is configured with', () => {
  const { workloads, memory } = sizesFor({ quick: true })
  const bodies = [...workloads.map(({ body }) => body), pacedBody(memory.seconds)].map((body) =>
    JSON.parse(body),
  )
  expect(bodies.map(({ model }) => model)).toEqual([
    'bench',
    'bench',
    'bench',
    `bench-paced-${memory.seconds}`,
  ])
  expect(bodies.map(({ stream }) => stream === true)).toEqual([false, false, true, true])
})
