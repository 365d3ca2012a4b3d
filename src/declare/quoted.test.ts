import { expect, it } from 'vitest'
import { quoted } from './quoted.ts'

it.each([
  ['late', '`late`'],
  ['', '``'],
  ['x'.repeat(60), `\`${'x'.repeat(60)}\``],
  ['x'.repeat(61), `\`${'x'.repeat(59)}…\``],
  ['😀'.repeat(61), `\`${'😀'.repeat(59)}…\``],
])('%s is quoted as %s', (text, shown) => {
  expect(quoted(text)).toBe(shown)
})
