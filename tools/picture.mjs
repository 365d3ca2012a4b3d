// Takes the README's picture of the real report: `npm start`, then `node tools/picture.mjs`. Needs a Chromium on the machine.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium } from 'playwright-core'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: ['--no-sandbox', '--disable-gpu'],
})
const page = await browser.newPage({ viewport: { width: 1180, height: 1240 }, deviceScaleFactor: 1.5 })
await page.goto(`file://${resolve('assay-report/index.html')}`)
await page.addStyleTag({ content: '.filter{display:none!important}' })
await page.screenshot({ path: 'docs/report.png' })
await browser.close()
