/** Bad exports of CI runs as cases: how each is made, and how its records must end. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Case } from './bad-repositories.ts'
import { freshFolder } from './subject.ts'

export const exportCases: Case[] = [
  {
    name: 'an export of CI runs cut in the middle',
    harmed: 'ci',
    harm: (at) => truncateSync(join(at, 'runs.json'), 200),
    codes: ['damaged'],
    says: /^runs\.json is not JSON: line 1, column 201$/,
  },
  {
    name: 'an export of CI runs of 0 bytes',
    harmed: 'ci',
    harm: (at) => writeFileSync(join(at, 'runs.json'), ''),
    codes: ['damaged'],
    says: /^runs\.json is empty/,
  },
  {
    name: 'a pipe given as the export of CI runs',
    harmed: 'ci',
    harm: (at) => [rmSync(join(at, 'runs.json')), execFileSync('mkfifo', [join(at, 'runs.json')])],
    codes: ['not_readable'],
    says: /is a pipe/,
  },
  {
    name: 'a folder of CI runs with a link out of the tree',
    harmed: 'ci',
    harm: (at) => {
      const elsewhere = freshFolder()
      renameSync(join(at, 'runs.json'), join(elsewhere, 'runs.json'))
      mkdirSync(join(at, 'runs.json'))
      symlinkSync(join(elsewhere, 'runs.json'), join(at, 'runs.json', 'a.json'))
    },
    codes: ['outside_folder'],
    says: /outside/,
  },
  {
    name: 'an export of CI runs nested a hundred thousand deep',
    harmed: 'ci',
    harm: (at) => writeFileSync(join(at, 'runs.json'), '['.repeat(100_000) + ']'.repeat(100_000)),
  },
  {
    name: 'an export of CI runs with entries of every wrong type',
    harmed: 'ci',
    harm: (at) =>
      writeFileSync(
        join(at, 'runs.json'),
        JSON.stringify({
          workflow_runs: [null, 1, 'x', [], { id: {}, jobs: 'none' }, { id: 1, created_at: 'never', jobs: [null, { steps: 3 }] }],
        }),
      ),
  },
]
