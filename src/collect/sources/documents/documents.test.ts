import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { findWords } from './find-words.ts'
import { openDocuments } from './index.ts'

test.each<[string, string, [number, number] | undefined]>([
  ['We answer 95 % of requests within 50 ms.', '95 % of requests within 50 ms', [1, 1]],
  ['# SLA\n\nWe answer **95 %** of\n  requests within `50 ms`.', '95 % of requests within 50 ms', [3, 4]],
  ['> 95 % of\n> requests', '95 % of requests', [1, 2]],
  ['within 150 ms', '50 ms', undefined],
  ['within 50 msec', '50 ms', undefined],
  ['(50 ms)', '50 ms', [1, 1]],
  ['<!-- 95 % of requests -->\nnothing', '95 % of requests', undefined],
  ['it’s “fine” – now', `it's "fine" - now`, [1, 1]],
  ['canary', 'canary', [1, 1]],
  ['canaryish', 'canary', undefined],
  ['a a b', 'a b', [1, 1]],
  ['anything', '   ', undefined],
  ['50\u00a0ms', '50 ms', [1, 1]],
])('%j holds %j: %j', (source, words, wanted) => {
  const place = findWords(source, words)
  expect(place && [place.line, place.end_line]).toEqual(wanted)
})

test('words taken from a text are found in it, however they are spaced', () => {
  const word = fc.stringMatching(/^[a-z0-9]{1,6}$/)
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), fc.nat(), fc.nat(), (words, a, b) => {
      const from = a % words.length
      const quote = words.slice(from, from + 1 + (b % 5))
      const place = findWords(words.join('\n'), quote.join('  \t'))
      expect(place).toBeDefined()
      expect((place?.end_line ?? 0) - (place?.line ?? 0)).toBe(quote.length - 1)
    }),
  )
})

test('a folder of documents: what is listed, found, refused and when it changes', async () => {
  const root = mkdtempSync(join(tmpdir(), 'assay-test-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, 'docs/deep'), { recursive: true })
  writeFileSync(join(root, 'docs/sla.md'), 'one\n95 % within 50 ms\n')
  writeFileSync(join(root, 'docs/deep/a.txt'), 'text')
  writeFileSync(join(root, 'docs/report.pdf'), '%PDF-1.7')
  symlinkSync('/etc/hostname', join(root, 'docs/host.md'))
  const { handle, version, stillSame } = await openDocuments({ path: join(root, 'docs'), material: 'documents', root })
  expect(handle.paths).toEqual(['docs/deep/a.txt', 'docs/sla.md'])
  expect(await handle.find('docs/sla.md', '95 % within 50 ms')).toEqual({ path: 'docs/sla.md', line: 2, end_line: 2 })
  expect(await handle.find('docs/sla.md', 'within 40 ms')).toBeUndefined()
  await expect(handle.find('docs/none.md', 'x')).rejects.toMatchObject({ code: 'not_found' })
  await expect(handle.find('docs/report.pdf', 'x')).rejects.toMatchObject({ code: 'not_supported' })
  await expect(handle.find('docs/host.md', 'x')).rejects.toMatchObject({ code: 'outside_folder' })
  await expect(openDocuments({ path: '/etc', material: 'documents', root })).rejects.toMatchObject({ code: 'outside_folder' })
  expect(version).toMatch(/^sha256:/)
  expect(await stillSame()).toBe(true)
  writeFileSync(join(root, 'docs/sla.md'), 'changed')
  expect(await stillSame()).toBe(false)
})
