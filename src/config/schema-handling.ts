import { QUANTIZATIONS } from '../core/capability.ts'
import { boolean, choice, text } from './scalars.ts'

/** What an operator knows of how data is handled, of a provider or of one target. */
export function handlingFields() {
  return {
    region: placeName().exactOptional().describe('Where it computes, e.g. eu-west.'),
    jurisdiction: placeName().exactOptional().describe('Under whose law, e.g. EU.'),
    retains_data: boolean()
      .exactOptional()
      .describe('Whether requests or answers are kept once the answer is given.'),
    trains_on_data: boolean().exactOptional().describe('Whether they are used for training.'),
    quantization: choice(QUANTIZATIONS.filter((each) => each !== 'unknown'))
      .exactOptional()
      .describe('How coarsely the weights are stored.'),
  }
}

/** Compared without regard to letter case. */
export function placeName() {
  return text({
    pattern: /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/,
    must: 'must be a name of letters, digits, spaces, dots and dashes',
  })
}
