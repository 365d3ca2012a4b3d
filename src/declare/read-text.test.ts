import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { largest, readText } from './read-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-read-text-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

let count = 0
const fileOf = (content: string | Uint8Array): string => {
  const file = join(folder, `${count++}.yaml`)
  writeFileSync(file, content)
  return file
}

describe('readText', () => {
  it('gives text as it stands, without a byte order mark', async () => {
    expect(await readText(fileOf('\ufeffa: "é😀"\r\n\tb'), 'f')).toBe('a: "é😀"\r\n\tb')
    expect(await readText(fileOf(''), 'f')).toBe('')
  })

  it.each<[string, () => string, object]>([
    ['what is not there', () => join(folder, 'none'), { message: expect.stringContaining('does not exist'), place: { file: 'f' } }],
    ['what lies below a file', () => join(fileOf('x'), 'none'), { message: expect.stringContaining('a part of its path is a file') }],
    ['a folder', () => folder, { message: expect.stringContaining('is a folder') }],
    ['a device', () => '/dev/zero', { message: expect.stringContaining('is a device or a pipe') }],
    [
      'a pipe that nobody writes to',
      () => {
        execFileSync('mkfifo', [join(folder, 'pipe')])
        return join(folder, 'pipe')
      },
      { message: expect.stringContaining('is a device or a pipe') },
    ],
    [
      'a link to itself',
      () => {
        symlinkSync('loop', join(folder, 'loop'))
        return join(folder, 'loop')
      },
      { message: expect.stringContaining('is a link that leads to itself') },
    ],
    ['too long a name', () => join(folder, 'x'.repeat(300)), { message: expect.stringContaining('has too long a name') }],
    ['one byte too many', () => fileOf('x'.repeat(largest + 1)), { message: expect.stringContaining(`is ${largest + 1} bytes`) }],
    ['UTF-16, low byte first', () => fileOf(Buffer.from('\ufeffa', 'utf16le')), { place: { file: 'f', line: 1, column: 1 } }],
    [
      'UTF-16, high byte first',
      () => fileOf(Buffer.from('\ufeffa', 'utf16le').swap16()),
      { message: expect.stringContaining('is UTF-16') },
    ],
    [
      'a byte after a written replacement',
      () => fileOf(Buffer.concat([Buffer.from('a\n\ufffdü'), Buffer.from([0xff])])),
      { place: { file: 'f', line: 2, column: 3 } },
    ],
    ['a sequence cut short', () => fileOf(Buffer.from([0x61, 0x0a, 0xe2, 0x82])), { place: { file: 'f', line: 2, column: 1 } }],
    ['a NUL', () => fileOf('ab\nc\0'), { place: { file: 'f', line: 2, column: 2 } }],
    ['an escape', () => fileOf('a\u001b[2J'), { message: expect.stringContaining('(U+001B)'), place: { file: 'f', line: 1, column: 2 } }],
    ['a C1 control', () => fileOf('\u009b2J'), { message: expect.stringContaining('(U+009B)') }],
  ])('refuses %s', async (_, make, problem) => {
    await expect(readText(make(), 'f')).rejects.toMatchObject({ name: 'Problem', ...problem })
  })

  it('either gives back the text that was written, or says where it is not text', async () => {
    mkdirSync(join(folder, 'any'))
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), async (bytes) => {
        const file = join(folder, 'any', 'x')
        writeFileSync(file, bytes)
        const text = await readText(file, 'f').catch((error: { name: string; place: { line: number } }) => {
          expect(error.name).toBe('Problem')
          expect(error.place.line).toBeGreaterThan(0)
        })
        if (text !== undefined)
          expect(Buffer.from(text)).toEqual(Buffer.from(bytes).subarray(bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0))
      }),
      { numRuns: 300 },
    )
  })
})
