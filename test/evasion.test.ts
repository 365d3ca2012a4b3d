/** Each question of `ml-repository` tells a repository that imitates its practice from one that has it in a way few do. */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { git, gitFolder, writeFiles } from '../src/collect/sources/repo/git-fixture.ts'
import { factIndex, loadFrameworks } from '../src/declare/index.ts'
import { built, planned } from '../src/probes/index.ts'
import { assessFolder } from './departures/assess-folder.ts'

type Files = { [path: string]: string }
type Fixture = {
  why: string
  answer: 'unmet' | 'partial' | 'met'
  /** The first commit. */
  files: Files
  /** Commits after it; `null` removes a file. */
  commits?: { [path: string]: string | null }[]
  /** Put together where a file says `{{name}}`, so that the fixture is no leak itself. */
  words?: { [name: string]: string[] }
}
type Question = { imitates: Fixture; unusual: Fixture }

const folder = join(import.meta.dirname, 'evasion')
const [framework] = await loadFrameworks(['ml-repository'], factIndex([...built, ...planned]))
const asked = (framework?.sections ?? []).flatMap((section) => section.criteria.map((it) => it.id))

const written = ({ files, words = {} }: Fixture, text = files): Files =>
  Object.fromEntries(
    Object.entries(text).map(([path, content]) => [
      path,
      Object.entries(words).reduce((all, [name, parts]) => all.replaceAll(`{{${name}}}`, parts.join('')), content),
    ]),
  )

const made = (fixture: Fixture): string => {
  const at = gitFolder(written(fixture))
  for (const changes of fixture.commits ?? []) {
    const kept = Object.entries(changes).filter((it): it is [string, string] => it[1] !== null)
    writeFiles(at, written(fixture, Object.fromEntries(kept)))
    for (const [path, text] of Object.entries(changes)) if (text === null) rmSync(join(at, path))
    git(at, 'add', '-A', '-f')
    git(at, 'commit', '-q', '-m', 'later')
  }
  return at
}

const answerOf = async (criterion: string, fixture: Fixture): Promise<string | undefined> => {
  const { assessment } = await assessFolder(made(fixture))
  return assessment.verdicts.find((it) => it.framework === 'ml-repository' && it.criterion === criterion && it.reading === 'measured')
    ?.outcome
}

test('every question has both, and nothing else is there', () => {
  expect(readdirSync(folder).sort()).toEqual(asked.map((id) => `${id}.yaml`).sort())
})

describe.each(asked)('%s', (criterion) => {
  const { imitates, unusual } = parse(readFileSync(join(folder, `${criterion}.yaml`), 'utf8')) as Question

  test(`imitated: ${imitates.why}`, async () => {
    expect(imitates.answer).not.toBe('met')
    expect(await answerOf(criterion, imitates)).toBe(imitates.answer)
  })

  test(`had in an unusual way: ${unusual.why}`, async () => {
    expect(unusual.answer).toBe('met')
    expect(await answerOf(criterion, unusual)).toBe('met')
  })
})
