import type { Quantization } from '../../core/capability.ts'
import type { Filter } from './filter.ts'

/** `fp4` and `fp8` cover their variants. What nobody has stated passes only where `unknown` is listed. */
export const quantization: Filter = {
  name: 'quantization',
  prepare({ quantizations }) {
    if (quantizations === undefined) return null
    const allowed = new Set(quantizations.flatMap((each) => [each, ...(VARIANTS[each] ?? [])]))
    return (target) => allowed.has(target.quantization ?? 'unknown')
  },
}

const VARIANTS: Readonly<Partial<Record<Quantization, readonly Quantization[]>>> = {
  fp4: ['mxfp4', 'nvfp4'],
  fp8: ['mxfp8'],
}
