/** What a candidate and an interviewer take along is one sheet: set for paper, all that stands before the annex ends on the first page. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const chromiumAt = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const out = mkdtempSync(join(tmpdir(), 'assay-one-page-'))
const subjects = { 'a company that answered': 'examples/departures', 'a repository alone': '.' }
const readers = ['candidate', 'interviewer']
let browser: Browser

/** On which page all that stands before the annex ends, from 1: the browser lays it out, and sheets of A4 within their margins cut it. */
const pageOfAnnex = async (file: string): Promise<number> => {
  const context = await browser.newContext({ viewport: { width: 665, height: 982 } })
  const page = await context.newPage()
  await page.emulateMedia({ media: 'print' })
  await page.goto(`file://${file}`)
  const top = await page.locator('#annex').evaluate((it) => it.getBoundingClientRect().top + scrollY)
  await context.close()
  // 297 mm less the margins of 18 and 20 mm, at 96 dots an inch.
  return Math.floor(top / (((297 - 38) * 96) / 25.4)) + 1
}

beforeAll(async () => {
  if (chromiumAt === undefined) return
  browser = await chromium.launch({
    executablePath: chromiumAt,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'],
  })
  for (const [at, subject] of Object.values(subjects).entries())
    execFileSync('node', [
      'bin/assay.mjs',
      subject,
      ...readers.flatMap((it) => ['--edition', it]),
      '--out',
      join(out, String(at)),
      '--quiet',
    ])
})
afterAll(async () => {
  await browser?.close()
  rmSync(out, { recursive: true, force: true })
})

describe.skipIf(chromiumAt === undefined).each(Object.keys(subjects))('of %s', (subject) => {
  test.each(readers)('the page for a %s is one', async (reader) => {
    expect(await pageOfAnnex(join(out, String(Object.keys(subjects).indexOf(subject)), `${reader}.html`))).toBe(1)
  })
})
