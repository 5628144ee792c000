import { RouterModel } from './model.ts'
import weights from './weights.json' with { type: 'json' }

/** The model that comes with this release. Decodes its weights anew each time: load it once. */
export function loadShippedRouter(): RouterModel {
  return new RouterModel(weights)
}
