import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, openPage, startBrowser } from './browser.ts'
import { type PagesGateway, startPagesGateway } from './pages-gateway.ts'

const INTERACTIONS_MAX = 8
const WHOLE_MS = 60_000

describe.skipIf(!hasBrowser)('the first minute', () => {
  let gateway: PagesGateway
  let browser: Browser
  beforeAll(async () => {
    gateway = await startPagesGateway()
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await gateway?.close()
  })

  test('from signing in to a provider, a request and its trace, in under eight steps', async () => {
    const { page, faults } = await openPage(browser, gateway.url)
    const startedMs = performance.now()
    await page.goto('/')
    const steps: (() => Promise<unknown>)[] = [
      () => page.getByLabel('Master key', { exact: true }).fill(gateway.masterKey),
      () => page.getByRole('button', { name: 'Sign in' }).click(),
      () => page.getByRole('button', { name: 'Send' }).click(),
      () => page.getByRole('link', { name: 'See why it went where it went' }).click(),
    ]
    for (const step of steps) await step()
    await page.getByText('Hello from the chart room').first().waitFor()
    await page.getByRole('region', { name: 'Why it went there' }).getByText('answered').waitFor()
    expect(steps.length).toBeLessThan(INTERACTIONS_MAX)
    expect(performance.now() - startedMs).toBeLessThan(WHOLE_MS)
    expect(faults).toEqual([])
  })

  test('a credential is tried before it is kept, and the verdict is clear', async () => {
    const { page, faults } = await openPage(browser, gateway.url)
    await enter(page, gateway)
    await page.goto('/providers')
    await page.getByRole('button', { name: 'Add a provider' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('API key').fill('sk-of-the-first-provider')
    await dialog.getByLabel('Address').fill('http://127.0.0.1:9/v1')
    await dialog.getByLabel('Model to test with').fill('echo')
    await dialog.getByRole('button', { name: 'Test and add' }).click()
    await dialog.getByText('Unreachable').waitFor()
    await dialog.getByLabel('Address').fill(`${gateway.simulatorUrl}/v1`)
    await dialog.getByRole('button', { name: 'Test and add' }).click()
    await dialog.waitFor({ state: 'detached' })
    const card = page.getByRole('region', { name: 'openai' })
    await card.getByText('••••ider').waitFor()
    await card.getByRole('button', { name: 'Test' }).click()
    await card.getByRole('status').or(card.getByRole('alert')).waitFor()
    expect(await page.content()).not.toContain('sk-of-the-first-provider')
    expect(faults).toEqual([])
  })

  test('the lines to copy name this gateway, and hold no key', async () => {
    const fresh = await startPagesGateway()
    try {
      const { page } = await openPage(browser, fresh.url)
      await enter(page, fresh)
      for (const client of ['TypeScript', 'Python', 'Claude Code', 'Codex', 'curl']) {
        await page.getByRole('button', { name: client, exact: true }).click()
        const line = await page.locator('pre.code').innerText()
        expect(line).toContain(fresh.url)
        expect(line).not.toContain(fresh.masterKey)
      }
    } finally {
      await fresh.close()
    }
  })
})

async function enter(page: Page, { masterKey }: PagesGateway): Promise<void> {
  await page.goto('/')
  await page.getByLabel('Master key', { exact: true }).fill(masterKey)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('#main').waitFor()
}
