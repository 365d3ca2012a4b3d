/// <reference lib="dom" />
/** The example's editions as their readers meet them: in a real browser, on a phone and on paper. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ids = readdirSync('editions').map((it) => it.replace(/\.yaml$/, ''))
const out = mkdtempSync(join(tmpdir(), 'assay-editions-'))
const chromiumAt = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
let browser: Browser

/** What is left of an A4 page within the margins of @page, in CSS pixels. */
const paper = { width: Math.floor(((210 - 32) / 25.4) * 96), height: Math.floor(((297 - 32) / 25.4) * 96) }

beforeAll(async () => {
  execFileSync('node', [
    'bin/assay.mjs',
    'examples/departures',
    '--as-of',
    '2026-07-01',
    '--out',
    out,
    '--quiet',
    '--edition',
    ids.join(','),
  ])
  if (chromiumAt === undefined) throw new Error('no Chromium on this machine; .ci/run installs one')
  browser = await chromium.launch({
    executablePath: chromiumAt,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})
afterAll(async () => {
  await browser?.close()
  rmSync(out, { recursive: true, force: true })
})

const open = async (id: string, width: number): Promise<{ page: Page; asked: string[]; broke: string[] }> => {
  const page = await browser.newPage({ viewport: { width, height: 900 } })
  const asked: string[] = []
  const broke: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('pageerror', (error) => broke.push(String(error)))
  page.on('console', (message) => (message.type() === 'error' ? broke.push(message.text()) : undefined))
  await page.goto(`file://${join(out, `${id}.html`)}`)
  return { page, asked, broke }
}

describe.each(ids)('%s', (id) => {
  test('is one file that can be mailed, asks for nothing and breaks nothing', async () => {
    expect(statSync(join(out, `${id}.html`)).size).toBeLessThan(2_000_000)
    const { asked, broke } = await open(id, 1280)
    expect(asked).toHaveLength(1)
    expect(broke).toEqual([])
  })

  test.each([360, 820, 1440])('at a width of %i nothing sticks out sideways', async (width) => {
    const { page } = await open(id, width)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
  })
})

/** How many pages come before the first page break. */
const pagesBefore = async (id: string): Promise<number> => {
  const { page } = await open(id, paper.width)
  await page.emulateMedia({ media: 'print' })
  return (await page.evaluate(() => (document.querySelector('hr.page-break') as HTMLElement).offsetTop)) / paper.height
}

test('what an investor reads first is two pages long', async () => {
  expect(await pagesBefore('investor')).toBeLessThanOrEqual(2)
})

test('what a leader reads is two pages long', async () => {
  expect(await pagesBefore('leader')).toBeLessThanOrEqual(2)
})
