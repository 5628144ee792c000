import { z } from 'zod'
import type { KindSetting } from '../core/provider.ts'
import { configSchema } from './schema.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * The configuration file as JSON Schema (draft 2020-12), for editors and other tools. It describes the file as it is
 * written: before `${NAME}` is replaced and before defaults are filled in.
 */
export function configJsonSchema(
  kinds: readonly string[],
  settings: readonly KindSetting[] = [],
): JsonSchema {
  const schema = z.toJSONSchema(configSchema(kinds, settings), { target: 'draft-2020-12', io: 'input' })
  return { title: 'Portolan configuration', description: 'portolan.yaml', ...schema }
}
