import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findChromium } from './chromium.ts'

const FILE = findChromium()

export const hasBrowser = FILE !== null
if (!hasBrowser) console.warn('skipped: the pages of the dashboard, for want of Chromium')

/** Starts Chromium, with a dashboard that is built of the sources of today. */
export async function startBrowser(): Promise<Browser> {
  if (FILE === null) throw new Error('There is no Chromium.')
  buildDashboard()
  return await chromium.launch({ executablePath: FILE, args: ['--no-sandbox', '--force-color-profile=srgb'] })
}

/** A page that keeps what went wrong in it. */
export interface Watched {
  readonly page: Page
  /** Errors of scripts and of the console; refusals of the page's policy are among them. */
  readonly faults: readonly string[]
}

/** In a context of its own, so that nobody is signed in. */
export async function openPage(
  browser: Browser,
  baseURL: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ baseURL, ...options })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    // The browser itself names each answer that is no success; pages say what they mean, and tests look at that.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text())
  })
  return { page, faults }
}

export async function signIn(page: Page, masterKey: string): Promise<void> {
  await page.goto('/')
  await page.getByLabel('Master key', { exact: true }).fill(masterKey)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('#main').waitFor()
}

/** In a process of its own, since a bundler makes other files where it finds itself in a test. */
function buildDashboard(): void {
  const builder = fileURLToPath(new URL('../../dashboard/build.ts', import.meta.url))
  const env = { ...process.env, NODE_ENV: 'production' }
  const { status } = spawnSync(process.execPath, [builder], { env, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error('The dashboard could not be built.')
}
