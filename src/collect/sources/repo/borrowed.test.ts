import { appendFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { git, gitFolder, opened, tempFolder, writeFiles } from './git-fixture.ts'

const answer = (folder: string, allowOutside = false): Promise<string> =>
  opened(folder, { allowOutside }).then(
    async (repo) => (await repo.read('a.py')) ?? 'nothing',
    (cause: { code?: string }) => cause.code ?? 'a bug',
  )

/** A clone that borrows every object from another folder. */
const borrower = (): { folder: string; alternates: string } => {
  const theirs = gitFolder({ 'a.py': 'theirs\n' })
  const folder = join(tempFolder(), 'clone')
  git(tempFolder(), 'clone', '-q', '--shared', theirs, folder)
  return { folder, alternates: join(folder, '.git/objects/info/alternates') }
}

test('objects of another folder are read only when that is allowed', async () => {
  const { folder } = borrower()
  expect(await answer(folder)).toBe('outside_folder')
  expect(await answer(folder, true)).toBe('theirs\n')
})

test('more names than anybody needs, a quoted name, and a link say no more than one plain name', async () => {
  const own = gitFolder({ 'a.py': 'own\n' })
  expect(await answer(own)).toBe('own\n')
  const theirs = join(gitFolder({ 'a.py': 'theirs\n' }), '.git/objects')
  const harms: ((dot: string) => void)[] = [
    (dot) => writeFiles(dot, { 'objects/info/alternates': `${'nothing\n'.repeat(40)}${theirs}\n` }),
    (dot) => writeFiles(dot, { 'objects/info/alternates': `"${theirs}"\n` }),
    (dot) => symlinkSync(join(theirs, 'info'), join(dot, 'objects', 'aa0')),
  ]
  for (const harm of harms) {
    const folder = gitFolder({ 'a.py': 'own\n' })
    harm(join(folder, '.git'))
    expect(await answer(folder)).toBe('outside_folder')
  }
})

test('names that lead to nothing, to a device or back hurt nobody', async () => {
  const folder = gitFolder({ 'a.py': 'own\n' })
  writeFiles(join(folder, '.git'), { 'objects/info/alternates': '# a comment\n\n/dev/zero\n/nowhere\n../objects\n' })
  appendFileSync(join(folder, '.git/objects/info/alternates'), 'x'.repeat(5000))
  expect(await answer(folder)).toBe('own\n')
})
