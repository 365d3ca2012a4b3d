/// <reference lib="dom" />
/** The example's report as a person meets it: in a real browser, offline, by keyboard, without script, on a phone and on paper. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const out = mkdtempSync(join(tmpdir(), 'assay-report-'))
const page = `file://${join(out, 'index.html')}`
const chromiumAt = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
let browser: Browser

beforeAll(async () => {
  execFileSync('node', ['bin/assay.mjs', 'examples/departures', '--as-of', '2026-07-01', '--out', out, '--quiet'])
  if (chromiumAt === undefined) throw new Error('no Chromium on this machine; .ci/run installs one')
  browser = await chromium.launch({
    executablePath: chromiumAt,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
})
afterAll(async () => {
  await browser?.close()
  rmSync(out, { recursive: true, force: true })
})

const open = async (width: number, height: number, script = true): Promise<{ page: Page; asked: string[]; broke: string[] }> => {
  const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled: script })
  const it = await context.newPage()
  const asked: string[] = []
  const broke: string[] = []
  it.on('request', (request) => asked.push(request.url()))
  it.on('pageerror', (error) => broke.push(String(error)))
  it.on('console', (message) => (message.type() === 'error' ? broke.push(message.text()) : undefined))
  await it.goto(page)
  return { page: it, asked, broke }
}

describe('the report', () => {
  test('is one file under 2 MB that asks for nothing and breaks nothing', async () => {
    expect(statSync(join(out, 'index.html')).size).toBeLessThan(2_000_000)
    const { asked, broke } = await open(1280, 900)
    expect(asked.filter((it) => it !== page)).toEqual([])
    expect(broke).toEqual([])
  })

  test.each([
    [360, 740],
    [820, 1100],
    [1440, 900],
  ])('at %i × %i nothing sticks out sideways', async (width, height) => {
    const { page: it } = await open(width, height)
    const [scroll, client] = await it.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth])
    expect(scroll).toBeLessThanOrEqual(client ?? 0)
  })

  test('says first what was said beside what was measured', async () => {
    const { page: it } = await open(1280, 900)
    expect(await it.locator('h2').first().textContent()).toBe('They say, we measured')
    expect(await it.locator('.said > div').first().isVisible()).toBe(true)
    const box = await it.locator('.said > div').first().boundingBox()
    expect(box?.y ?? 9999).toBeLessThan(900)
  })

  test('every link to evidence leads to a record, which opens', async () => {
    const { page: it } = await open(1280, 900)
    const dead = await it.evaluate(() =>
      [...document.querySelectorAll('a[href^="#"]')]
        .map((link) => link.getAttribute('href')?.slice(1) ?? '')
        .filter((id) => document.getElementById(id) === null),
    )
    expect(dead).toEqual([])
    await it.locator('.said a[href^="#e-"]').first().click()
    const id = await it.evaluate(() => location.hash.slice(1))
    expect(await it.evaluate((name) => (document.getElementById(name) as HTMLDetailsElement).open, id)).toBe(true)
  })

  test('filters by severity and by words without losing anything', async () => {
    const { page: it } = await open(1280, 900)
    const shown = () => it.locator('article.card:visible').count()
    const all = await shown()
    await it.locator('select[name=severity]').selectOption('critical')
    const critical = await shown()
    expect(critical).toBeGreaterThan(0)
    expect(critical).toBeLessThan(all)
    await it.locator('select[name=severity]').selectOption('')
    expect(await shown()).toBe(all)
    await it.locator('input[name=text]').fill('no such words anywhere')
    expect(await shown()).toBe(0)
  })

  test('is whole without script: rows open, the filter does not show', async () => {
    const { page: it } = await open(1280, 900, false)
    expect(await it.locator('.filter').isVisible()).toBe(false)
    await it.locator('details.row > summary').first().click()
    expect(await it.locator('details.row[open]').count()).toBe(1)
  })

  test('can be used by keyboard, and pictures and marks have words', async () => {
    const { page: it } = await open(1280, 900)
    await it.keyboard.press('Tab')
    expect(await it.evaluate(() => document.activeElement?.className)).toBe('skip')
    const mute = await it.evaluate(
      () => [...document.querySelectorAll('svg[role=img]')].filter((svg) => (svg.getAttribute('aria-label') ?? '').length < 20).length,
    )
    expect(mute).toBe(0)
    expect(await it.evaluate(() => document.querySelectorAll('svg[role=img]').length)).toBeGreaterThan(3)
    const levels = await it.evaluate(() => [...document.querySelectorAll('h1,h2,h3')].map((h) => Number(h.tagName[1])))
    levels.forEach((level, index) => {
      expect(level - (levels[index - 1] ?? level)).toBeLessThanOrEqual(1)
    })
  })

  test('prints', async () => {
    const { page: it } = await open(1280, 900)
    const pdf = await it.pdf({ format: 'A4', preferCSSPageSize: true })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  })
})
