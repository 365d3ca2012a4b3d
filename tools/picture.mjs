// Takes the README's pictures of the real report and its editions. Needs a Chromium on the machine.
//   npm start -- examples/departures --as-of 2026-07-01 --edition investor --edition leader --edition engineering --edition candidate
//   node tools/picture.mjs
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium } from 'playwright-core'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: ['--no-sandbox', '--disable-gpu'],
})

const take = async (name, picture, size) => {
  const file = resolve('assay-report', `${name}.html`)
  if (!existsSync(file)) return process.stderr.write(`${file} is not there; the command stands at the top of this file\n`)
  const page = await browser.newPage(size)
  await page.goto(`file://${file}`)
  await page.addStyleTag({ content: '.filter{display:none!important}' })
  await page.screenshot({ path: picture })
  await page.close()
}

await take('index', 'docs/report.png', { viewport: { width: 1180, height: 1240 }, deviceScaleFactor: 1.5 })
for (const edition of ['investor', 'leader', 'engineering', 'candidate'])
  await take(edition, `docs/editions/${edition}.png`, { viewport: { width: 820, height: 1160 } })
await browser.close()
