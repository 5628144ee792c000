/**
 * Writes the types of the admin API down, from the document that a gateway serves:
 *
 *   node dashboard/api-types.ts
 *
 * A test fails where the file is not what this writes.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import openapiTypes, { astToString } from 'openapi-typescript'
import { startAdmin } from '../src/control/admin.fixture.ts'

export const API_TYPES_FILE = fileURLToPath(new URL('src/api/schema.d.ts', import.meta.url))

export async function writeApiTypes(gatewayUrl: string): Promise<string> {
  const types = await openapiTypes(new URL(`${gatewayUrl}/admin/v1/openapi.json`))
  return `// Made by dashboard/api-types.ts. Do not change it here.\n\n${astToString(types)}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const admin = await startAdmin()
  writeFileSync(API_TYPES_FILE, await writeApiTypes(admin.app.url))
  await admin.close()
}
