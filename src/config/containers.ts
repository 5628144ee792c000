import { z } from 'zod'

/** A mapping with these keys and no others; may be left out, or left empty, where each key has a default. */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape, description: string) {
  return z
    .preprocess((value) => value ?? {}, z.strictObject(shape))
    .prefault({})
    .meta({ description, type: ['object', 'null'] })
}

/** A mapping from names that the operator chooses. `pattern` keeps out names that could not be used later. */
export function named<Value extends z.ZodType>(
  value: Value,
  { pattern, description }: { pattern: RegExp; description: string },
) {
  return z
    .preprocess((names) => names ?? {}, z.record(z.string().regex(pattern), value))
    .prefault({})
    .meta({ description, type: ['object', 'null'] })
}

/** A list that may be left out, or left empty. */
export function list<Item extends z.ZodType>(item: Item, description: string) {
  return z
    .preprocess((items) => items ?? [], z.array(item))
    .prefault([])
    .meta({ description, type: ['array', 'null'] })
}
