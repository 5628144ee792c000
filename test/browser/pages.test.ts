import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askInTurn, BUSY } from './busy-gateway.ts'
import { hasBrowser, openPage, signIn, startBrowser } from './browser.ts'
import { type PagesGateway, startPagesGateway } from './pages-gateway.ts'
import { PAGES } from './rooms.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const FIRST_PAGE_BYTES_MAX = 250 * 1024

interface Fault {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string }[]
}

describe.skipIf(!hasBrowser)('every page', () => {
  let gateway: PagesGateway
  let browser: Browser
  beforeAll(async () => {
    gateway = await startPagesGateway(BUSY)
    await askInTurn(gateway, 12)
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await gateway?.close()
  })

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    let page: Page
    let faults: readonly string[]
    beforeAll(async () => {
      const opened = await openPage(browser, gateway.url, { colorScheme, bypassCSP: true })
      page = opened.page
      faults = opened.faults
      await signIn(page, gateway.masterKey)
    })

    test.each(Object.entries(PAGES))(
      '%s has no serious fault for a reader, and fits a phone',
      async (_, path) => {
        await page.setViewportSize({ width: 1280, height: 900 })
        await page.goto(path)
        await settled(page)
        expect(await axeFaults(page)).toEqual([])
        await page.setViewportSize({ width: 390, height: 844 })
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
        expect(faults).toEqual([])
      },
    )

    test('a trace has none either', async () => {
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.goto('/traces')
      await page.locator('tbody a').first().click()
      await page.getByRole('region', { name: 'Attempts' }).waitFor()
      await settled(page)
      expect(await axeFaults(page)).toEqual([])
    })
  })

  test('under the policy of the page, none logs a fault', async () => {
    const { page, faults } = await openPage(browser, gateway.url)
    await signIn(page, gateway.masterKey)
    for (const path of Object.values(PAGES)) {
      await page.goto(path)
      await settled(page)
    }
    expect(faults).toEqual([])
  })

  test('the first page is small', async () => {
    const { page } = await openPage(browser, gateway.url)
    const sizes: number[] = []
    page.on('response', (response) => {
      if (response.url().endsWith('.js')) sizes.push(Number(response.headers()['content-length']))
    })
    await signIn(page, gateway.masterKey)
    await settled(page)
    const bytes = sizes.reduce((sum, size) => sum + size, 0)
    expect(bytes).toBeGreaterThan(0)
    expect(bytes).toBeLessThan(FIRST_PAGE_BYTES_MAX)
  })
})

/** Whatever was asked for is there. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1').waitFor()
  await expect.poll(() => page.locator('.skeleton').count()).toBe(0)
}

async function axeFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate<{ violations: readonly Fault[] }>('axe.run(document)')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}
