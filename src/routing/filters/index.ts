import { modality, parameters } from './capabilities.ts'
import { contextLength, minContext } from './context-length.ts'
import { dataCollection, zdr } from './data-policy.ts'
import type { Filter } from './filter.ts'
import { maxPrice } from './max-price.ts'
import { ignore, only } from './providers.ts'
import { quantization } from './quantization.ts'
import { jurisdiction, region } from './residency.ts'

/** In the order in which they are asked: the first that a target does not pass is the reason that is recorded. */
export const FILTERS: readonly Filter[] = [
  only,
  ignore,
  jurisdiction,
  region,
  zdr,
  dataCollection,
  quantization,
  contextLength,
  minContext,
  modality,
  parameters,
  maxPrice,
]
