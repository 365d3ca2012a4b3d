import { expect, test } from 'vitest'
import { setupRequires } from './setup-program.ts'

const setup = (given: string, before = ''): string => `from setuptools import setup\n${before}\nsetup(name="a", ${given})\n`
const lines = async (text: string): Promise<string[] | undefined> => (await setupRequires(text))?.lines
const files = async (text: string): Promise<string[] | undefined> => (await setupRequires(text))?.files

test('lists are followed through names, sums, dictionaries and what is added', async () => {
  expect(await lines(setup('install_requires=["a==1"]'))).toEqual(['a==1'])
  expect(await lines(setup('install_requires=NEEDED', 'NEEDED = ["a==1"]\nNEEDED += ["b"]\nNEEDED.append("c")'))).toEqual([
    'a==1',
    'b',
    'c',
  ])
  expect(await lines(setup('install_requires=deps["core"] + [*more]', 'deps = {"core": ["a"], "dev": ["x"]}\nmore = ["b"]'))).toEqual([
    'a',
    'b',
  ])
  expect(await lines(setup('**options', 'options = dict(install_requires=["a"])'))).toEqual(['a'])
})

test('what reads a file, however it is written, names the file', async () => {
  const reader = 'def needed():\n    with open("req/base.txt") as f:\n        return [line for line in f if line]'
  expect(await files(setup('install_requires=needed()', reader))).toEqual(['req/base.txt'])
  expect(await files(setup('install_requires=open("deps.txt").read().splitlines()'))).toEqual(['deps.txt'])
  const loop = 'with open("deps.txt") as f:\n    required = f.read().splitlines()'
  expect(await files(setup('install_requires=required', loop))).toEqual(['deps.txt'])
})

test('an evasion: lists for extras, lists that are emptied or chosen from, and versions in comments', async () => {
  expect(await setupRequires(setup('extras_require={"x": ["a==1"]}'))).toBeUndefined()
  expect(await setupRequires(setup('install_requires=x', 'x = ["a==1"]\nx.clear()'))).toBeUndefined()
  expect(await setupRequires(setup('install_requires=x', 'x = [a for a in ["a==1"] if a in chosen]'))).toBeUndefined()
  expect(await lines(setup('install_requires=["a",  # "a==1"\n]'))).toEqual(['a'])
})
