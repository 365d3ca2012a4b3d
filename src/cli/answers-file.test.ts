/** answers.yaml is added to whole or not at all, and whoever adds at the same time loses nothing. */
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Problem, type Statement } from '../model/index.ts'
import { addAnswers, readAnswersFile } from './answers-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answers-'))
})
afterAll(() => rm(folder, { recursive: true }))

const said = (by: string): Statement => ({ topic: 'latency', level: 'yes', by })
const refused = async (path: string, incoming: Statement[]): Promise<string> => {
  const error = await addAnswers(path, incoming).catch((it: unknown) => it)
  expect(error).toBeInstanceOf(Problem)
  return (error as Problem).line()
}

test('twenty at once: every answer stands in the file once', async () => {
  const path = join(folder, 'many.yaml')
  const names = Array.from({ length: 20 }, (_, at) => `P${at}`)
  await Promise.all(names.map((it) => addAnswers(path, [said(it), said('all')])))
  const people = (await readAnswersFile(path)).map((it) => it.by)
  expect(people.toSorted()).toEqual([...names, 'all'].toSorted())
  expect((await readdir(folder)).filter((it) => it !== 'many.yaml')).toEqual([])
})

test('what a person wrote stays, who may read it too, and a link is followed', async () => {
  const [path, link] = [join(folder, 'kept.yaml'), join(folder, 'link.yaml')]
  const text = '# ours\nstatements:\n  - {topic: latency, level: no, by: Ana} # by telephone\n'
  await writeFile(path, text)
  await chmod(path, 0o640)
  await symlink(path, link)
  const merged = await addAnswers(link, [said('Ben')])
  expect(merged.conflicts).toHaveLength(1)
  expect((await readFile(path, 'utf8')).startsWith(text)).toBe(true)
  expect((await stat(path)).mode & 0o777).toBe(0o640)
  expect(await readAnswersFile(link)).toHaveLength(2)
})

test('nothing new: the file is not written', async () => {
  const path = join(folder, 'same.yaml')
  await addAnswers(path, [said('Ana')])
  const before = (await stat(path)).ino
  expect(await addAnswers(path, [said('Ana')])).toMatchObject({ added: [], repeated: [said('Ana')] })
  expect((await stat(path)).ino).toBe(before)
})

test('a mistake in the file is told at its place, and nothing is written', async () => {
  const path = join(folder, 'wrong.yaml')
  const text = 'statements:\n  - topic: latence\n    level: yes\n'
  await writeFile(path, text)
  expect(await refused(path, [said('Ana')])).toMatch(/wrong\.yaml:2:12: there is no topic `latence`; did you mean `latency`\?/)
  expect(await readFile(path, 'utf8')).toBe(text)
})

test('a place that cannot be written is one line', async () => {
  await writeFile(join(folder, 'file'), '')
  expect(await refused(join(folder, 'none', 'answers.yaml'), [said('Ana')])).toMatch(
    /could not be written: .*; name another file with --answers\./,
  )
  expect(await refused(join(folder, 'file', 'answers.yaml'), [said('Ana')])).toMatch(
    /could not be written: a file stands where a folder is needed/,
  )
  expect(await refused(folder, [said('Ana')])).toMatch(/is a folder, and a file was expected/)
})

test('what would outgrow the file is refused whole', async () => {
  const path = join(folder, 'big.yaml')
  await addAnswers(path, [said('Ana')])
  const line = await refused(path, [said('Ben'), { ...said('Cleo'), says: 'x'.repeat(2_000_000) }])
  expect(line).toMatch(/big\.yaml: would grow to 20\d+ bytes/)
  expect(await readAnswersFile(path)).toEqual([said('Ana')])
})
