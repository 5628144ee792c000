import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askInTurn, BUSY } from './busy-gateway.ts'
import { hasBrowser, openPage, signIn, startBrowser } from './browser.ts'
import { type PagesGateway, startPagesGateway } from './pages-gateway.ts'

describe.skipIf(!hasBrowser)('what can be changed', () => {
  let gateway: PagesGateway
  let browser: Browser
  beforeAll(async () => {
    gateway = await startPagesGateway(BUSY)
    await askInTurn(gateway, 2)
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await gateway?.close()
  })

  async function post(path: string, body: unknown): Promise<Readonly<Record<string, unknown>>> {
    const response = await fetch(`${gateway.url}/admin/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.masterKey}` },
      body: JSON.stringify(body),
    })
    return (await response.json()) as Readonly<Record<string, unknown>> // The API's own shape.
  }

  test('a key is made, shown once, changed, blocked and deleted', async () => {
    const { page, faults } = await openPage(browser, gateway.url)
    page.on('dialog', (dialog) => void dialog.accept())
    await signIn(page, gateway.masterKey)
    await page.goto('/keys')
    await page.getByText('No key yet').waitFor()
    await page.getByRole('button', { name: 'Create a key' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Tutor')
    await page.getByRole('dialog').getByLabel('Budget, USD').fill('12.5')
    await page.getByRole('dialog').getByRole('button', { name: 'Create a key' }).click()
    const secret = await page.getByRole('dialog').locator('pre').innerText()
    expect(secret.trim()).toMatch(/^sk-ptl-/)
    await page.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('cell', { name: '$12.50 / month' }).waitFor()
    expect(await page.content()).not.toContain(secret.trim())
    await page.getByRole('button', { name: 'Change Tutor' }).click()
    await page.getByRole('dialog').getByLabel('Requests a minute').fill('60')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('cell', { name: '60 rpm' }).waitFor()
    await page.getByRole('button', { name: 'Block Tutor' }).click()
    await page.getByText('blocked').waitFor()
    await page.getByRole('button', { name: 'Delete Tutor' }).click()
    await page.getByText('No key yet').waitFor()
    expect(faults).toEqual([])
  })

  test('the configuration is checked as one types, put in force, and rolled back', async () => {
    const { page, faults } = await openPage(browser, gateway.url)
    page.on('dialog', (dialog) => void dialog.accept())
    await signIn(page, gateway.masterKey)
    await page.goto('/settings')
    const editor = page.getByRole('textbox', { name: 'Configuration' })
    await page.getByText('The gateway takes this document.').waitFor()
    expect(await editor.innerText()).not.toContain('sk-simulated')
    await editor.click()
    await page.keyboard.press('Control+End')
    await page.keyboard.press('Backspace')
    await page.keyboard.type(', "recordng": {} }')
    await page.getByText(/Line \d+, column \d+:/).waitFor()
    expect(await page.getByRole('button', { name: 'Put in force' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Discard changes' }).click()
    await editor.click()
    await page.keyboard.press('Control+End')
    await page.keyboard.press('Backspace')
    await page.keyboard.type(', "recording": { "bodies": "errors" } }')
    await page.getByText('The gateway takes this document.').waitFor()
    await page.getByRole('button', { name: 'Put in force' }).click()
    await page.getByRole('button', { name: 'Roll back' }).waitFor()
    expect(gateway.app.gateway.snapshot().config.recording.bodies).toBe('errors')
    expect(gateway.app.gateway.snapshot().config.providers.openai?.credentials[0]?.value).toBe(
      'sk-simulated-openai-1234',
    )
    await page.getByRole('button', { name: 'Roll back' }).click()
    await expect.poll(() => gateway.app.gateway.snapshot().config.recording.bodies).toBe('all')
    expect(faults).toEqual([])
  })

  test('models answer side by side, streaming, and a trace opens where it can be asked again', async () => {
    const { page, faults } = await openPage(browser, gateway.url)
    await signIn(page, gateway.masterKey)
    await page.goto('/playground')
    await page.getByLabel('Models').fill('sim/echo, smart')
    await page.getByLabel('User').fill('Name the wind')
    await page.getByRole('button', { name: 'Run' }).click()
    await page.getByRole('region', { name: 'sim/echo' }).getByText('Name the wind').waitFor()
    await expect.poll(() => page.getByText('done', { exact: true }).count()).toBe(2)
    await page.getByRole('region', { name: 'smart' }).getByRole('link', { name: 'Trace' }).click()
    await page.getByRole('link', { name: 'Open in the playground' }).click()
    await expect.poll(() => page.getByLabel('User').inputValue()).toBe('Name the wind')
    expect(await page.getByLabel('Models').inputValue()).toBe('smart')
    expect(faults).toEqual([])
  })

  test('who may only read sees no way to change anything', async () => {
    const password = 'a long word of the reader'
    const email = 'reader@example.com'
    const { invitation } = await post('/members', { email, role: 'viewer', organization_id: null })
    await post('/session/invitation', { token: invitation, password })
    await post('/keys', { name: 'Reader' })
    const { page, faults } = await openPage(browser, gateway.url)
    await page.goto('/')
    await page.getByRole('button', { name: 'Member' }).click()
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.locator('#main').waitFor()
    expect(await page.getByRole('link', { name: 'Playground' }).count()).toBe(0)
    await page.goto('/keys')
    await page.getByText('Reader').first().waitFor()
    expect(await page.getByRole('button', { name: 'Create a key' }).count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Delete Reader' }).count()).toBe(0)
    await page.goto('/settings')
    await page.getByRole('textbox', { name: 'Configuration' }).waitFor()
    expect(await page.getByRole('button', { name: 'Put in force' }).count()).toBe(0)
    expect(faults).toEqual([])
  })
})
