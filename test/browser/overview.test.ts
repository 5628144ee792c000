import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PagesGateway, startPagesGateway } from './pages-gateway.ts'
import { hasBrowser, openPage, signIn, startBrowser } from './browser.ts'
import { askInTurn, BUSY } from './busy-gateway.ts'

describe.skipIf(!hasBrowser)('overview and traces', () => {
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

  test('nobody sees anything before he has signed in, and a wrong key is told so', async () => {
    const { page } = await openPage(browser, gateway.url)
    await page.goto('/traces')
    await page.getByLabel('Master key', { exact: true }).fill('sk-wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('not the key').waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
  })

  test('the page keeps no key: the cookie is out of the reach of scripts', async () => {
    const { page } = await openPage(browser, gateway.url)
    await signIn(page, gateway.masterKey)
    const reached = await page.evaluate<string>(
      '[document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join()',
    )
    expect(reached).not.toContain(gateway.masterKey)
    expect(reached).not.toContain('portolan_session')
    const [cookie] = await page.context().cookies()
    expect(cookie).toMatchObject({ name: 'portolan_session', httpOnly: true, sameSite: 'Strict' })
  })

  test('what it costs, what fails and where it went, in one look', async () => {
    const { page, faults } = await openPage(browser, gateway.url)
    await signIn(page, gateway.masterKey)
    const figures = page.locator('dl').first()
    await figures.getByText('12', { exact: true }).waitFor()
    await figures.getByText('16.7%').waitFor()
    await page.getByRole('region', { name: 'Providers' }).getByRole('button', { name: 'anthropic' }).click()
    await figures.getByText('3', { exact: true }).waitFor()
    expect(faults).toEqual([])
  })

  test('a trace is found by its filters and tells every attempt, candidate, word and cent', async () => {
    const { page, faults } = await openPage(browser, gateway.url)
    await signIn(page, gateway.masterKey)
    await page.getByRole('link', { name: 'Traces' }).click()
    await page.getByLabel('Any provider').selectOption('anthropic')
    await page.waitForURL(/provider=anthropic/)
    await expect.poll(() => page.locator('tbody tr').count()).toBe(3)
    await page.getByRole('heading', { name: 'Traces' }).click() // Keys belong to the field that has the focus.
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Attempts' }).getByText('openai/error-500').first().waitFor()
    await page.getByText('Which buoy comes after the third?').waitFor()
    await page.getByRole('region', { name: 'Why it went there' }).getByText('answered').waitFor()
    await page.keyboard.press('r')
    await page.getByRole('heading', { name: 'Request' }).waitFor()
    await page.keyboard.press('Escape')
    await page.waitForURL(/\/traces$/)
    expect(faults).toEqual([])
  })

  test('live, an exchange is there a moment after it has ended', async () => {
    const { page, faults } = await openPage(browser, gateway.url)
    await signIn(page, gateway.masterKey)
    await page.goto('/traces?live=on&tag=lately')
    await page.getByText('No exchange fits').waitFor()
    const asked = fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.masterKey}`, 'x-portolan-tags': 'lately' },
      body: JSON.stringify({ model: 'smart', messages: [{ role: 'user', content: 'Ahoy' }] }),
    })
    expect((await asked).status).toBe(200)
    await page.locator('tbody tr').first().waitFor()
    expect(faults).toEqual([])
  })
})
