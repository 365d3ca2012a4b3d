import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { materialNames } from '../model/index.ts'
import { loadSubject } from './load-subject.ts'

const home = realpathSync(mkdtempSync(join(tmpdir(), 'assay-load-subject-')))
afterAll(() => rm(home, { recursive: true, force: true }))
const head = 'assay: 1\nsubject: { name: Departures }\n'
const folderOf = (name: string, files: { [path: string]: string }): string => {
  const folder = join(home, name)
  mkdirSync(folder)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

describe('loadSubject', () => {
  it('takes a folder, or the file in it under any name', async () => {
    const folder = folderOf('plain', { 'assay.yaml': head, 'other.yml': head })
    for (const at of [folder, join(folder, 'assay.yaml'), join(folder, 'other.yml')]) {
      const { subject, root } = await loadSubject(at, new Map())
      expect([subject.subject.name, root]).toEqual(['Departures', folder])
    }
  })

  it('means paths from the real folder when it is reached by a link', async () => {
    const folder = folderOf('real', { 'assay.yaml': `${head}documents: { path: docs }\n`, 'docs/a.md': '' })
    symlinkSync(folder, join(home, 'linked'))
    expect((await loadSubject(join(home, 'linked'), new Map())).root).toBe(folder)
  })

  it.each([
    ['work', '.git/HEAD', 'work'],
    ['bare.git', 'HEAD', 'bare'],
  ])('takes the repository %s as it is', async (name, file, called) => {
    const folder = folderOf(name, { [file]: '', 'objects/x': '' })
    expect(await loadSubject(folder, new Map())).toEqual({
      subject: { assay: 1, subject: { name: called, kind: 'system' }, repo: { path: '.', complete: false } },
      root: folder,
      file: null,
    })
  })

  it('puts answers behind the statements of the file', async () => {
    const folder = folderOf('answered', {
      'assay.yaml': `${head}statements: [{ says: a }]\nanswers: [x/b.yaml, c.yaml]\n`,
      'x/b.yaml': 'statements: [{ says: b }]\n',
      'c.yaml': 'answers: 1\nstatements: [{ says: c }]\n',
    })
    const { subject } = await loadSubject(folder, new Map())
    expect(subject.statements?.map((it) => it.says)).toEqual(['a', 'b', 'c'])
  })

  it.each([
    ['nothing there', () => join(home, 'none'), 'there is nothing there'],
    ['a folder with neither', () => folderOf('neither', { 'a.txt': '' }), 'is neither a git repository nor a folder with an assay.yaml'],
    ['a device', () => '/dev/null', 'is a device or a pipe'],
    ['a name with NUL', () => 'a\0b', 'there is nothing there'],
  ])('refuses %s', async (_, make, says) => {
    await expect(loadSubject(make(), new Map())).rejects.toMatchObject({ name: 'Problem', message: expect.stringContaining(says) })
  })
})

it('materialNames names what can be looked at as evidence does', () => {
  expect(
    materialNames({
      assay: 1,
      subject: { name: 'x' },
      repo: { path: '.', complete: false },
      tables: { train: { path: 't' }, 'a.b': { path: 'u' } },
      predictions: { current: { path: 'p' } },
      documents: { path: 'd' },
    }),
  ).toEqual(['repo', 'tables.train', 'tables.a.b', 'predictions.current', 'documents'])
})
