import { fileURLToPath } from 'node:url'

/**
 * Where the dashboard is when it is built. From the sources as from `dist/NAME`, where this is in a chunk, the root of
 * the project is two folders up.
 */
export const DASHBOARD_FOLDER = fileURLToPath(new URL('../../dashboard/dist', import.meta.url))
