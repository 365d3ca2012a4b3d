import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type Path, readYaml } from './read-yaml.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-read-yaml-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const file = join(folder, 'x.yaml')
writeFileSync(file, 'a: 1\nb:\n  - c: &c { d: x }\n  - [y, z]\ne: *c\n1: one\nempty:\n')

it.each<[Path, 'key' | 'value', number, number]>([
  [[], 'key', 1, 1],
  [['a'], 'key', 1, 1],
  [['a'], 'value', 1, 4],
  [['b', 0, 'c', 'd'], 'key', 3, 13],
  [['b', 0, 'c', 'd'], 'value', 3, 16],
  [['b', 1, 1], 'key', 4, 9],
  [['e', 'd'], 'value', 3, 16],
  [['e'], 'value', 5, 4],
  [['1'], 'value', 6, 4],
  [['empty'], 'value', 7, 7],
  [['b', 0, 'none', 'x'], 'key', 3, 5],
  [['none'], 'key', 1, 1],
  [['b', 9], 'key', 2, 1],
  [['a', 'x'], 'key', 1, 1],
])('%j as %s stands at %i:%i', async (path, of, line, column) => {
  const yaml = await readYaml(file, 'shown.yaml')
  expect(yaml.place(path, of)).toEqual({ file: 'shown.yaml', line, column })
})
