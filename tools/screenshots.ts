/**
 * Takes pictures of every page of the dashboard, in both themes, wide and narrow, into `docs/images/`:
 *
 *   node tools/screenshots.ts [FOLDER]
 *
 * The gateway behind them is a real one, and so is everything it shows; the simulator answers.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openPage, signIn, startBrowser } from '../test/browser/browser.ts'
import { PAGES } from '../test/browser/rooms.ts'
import { startShownGateway } from '../test/browser/shown-gateway.ts'
import { ROOT } from './source-files.ts'

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const
const THEMES = ['light', 'dark'] as const
/** For what moves to have come to rest. */
const STILL_MS = 700

const folder = process.argv[2] ?? join(ROOT, 'docs', 'images')
mkdirSync(folder, { recursive: true })
const gateway = await startShownGateway()
const browser = await startBrowser()
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const theme of THEMES) {
    const { page, faults } = await openPage(browser, gateway.url, {
      viewport,
      colorScheme: theme,
      timezoneId: 'UTC',
    })
    const take = (name: string) => picture(page, join(folder, `${name}-${theme}-${size}.png`))
    await page.goto('/')
    await page.getByLabel('Master key', { exact: true }).waitFor()
    await take('sign-in')
    await signIn(page, gateway.masterKey)
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(path)
      if (name === 'playground') await page.getByRole('button', { name: 'Run' }).click()
      await take(name)
    }
    await page.goto('/traces?tag=brittle')
    await page.locator('tbody a').first().click()
    await page.getByRole('region', { name: 'Attempts' }).waitFor()
    await take('trace')
    if (faults.length > 0) console.error(theme, size, faults)
    await page.context().close()
  }
}
await browser.close()
await gateway.close()

async function picture(page: Page, path: string): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined) // A live page is never idle.
  await page.waitForTimeout(STILL_MS)
  await page.screenshot({ path })
}
