import { expect, test } from 'vitest'
import { MODEL_NAMES } from '../../simulator/models.ts'
import { simulator } from './simulator.ts'

test('lists the models that the simulator has', () => {
  expect(simulator.models).toEqual([...MODEL_NAMES])
})
