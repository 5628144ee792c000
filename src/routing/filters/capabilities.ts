import type { Modality, Parameter } from '../../core/capability.ts'
import type { Target } from '../target.ts'
import type { Filter } from './filter.ts'

/** Always on where it is known that the model cannot read what is sent; strict where every use must be supported. */
export const modality: Filter = {
  name: 'modality',
  prepare({ requireParameters }, { modalities = [] }) {
    const used = modalities.filter((each) => each !== 'text')
    if (used.length === 0) return null
    const unknown = requireParameters !== true
    return (target) => used.every((each) => reads(target, each) ?? unknown)
  },
}

/** Only where it is asked for: a parameter that a target cannot express is otherwise reported as dropped. */
export const parameters: Filter = {
  name: 'parameters',
  prepare({ requireParameters }, { parameters: used = [] }) {
    if (requireParameters !== true || used.length === 0) return null
    return (target) => used.every((each) => takes(target, each))
  },
}

/** Null: not known. */
function reads({ modalities, offer }: Target, wanted: Modality): boolean | null {
  if (modalities !== null) return modalities.includes(wanted)
  const known = offer?.inputModalities ?? null
  if (known === null) return null
  if (known.includes(wanted)) return true
  // The sources of the catalogue tell models that see from those that do not, and say nothing of anything else.
  return wanted === 'image' ? false : null
}

function takes({ parameters: known, offer }: Target, wanted: Parameter): boolean {
  if (known !== null) return known.includes(wanted)
  return wanted === 'reasoning' && offer?.reasons === true
}
