/**
 * Tools that answer some of the same questions from a clone, and how each one's own words stand for an answer.
 * A tool that cannot answer a question has no reader for it. Scores of mllint: 100 % is present, 0 % absent, anything between partial.
 */
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Assessment, Outcome } from '../src/model/index.ts'
import type { Command } from './spent.ts'

export type Answer = 'present' | 'partial' | 'absent' | 'cannot tell'
export const questions = ['ci_runs_tests', 'unit_tests', 'dependency_lock', 'data_versioning', 'secrets_leaked'] as const
export type Question = (typeof questions)[number]
export type Answers = { [question in Question]?: Answer }
export type Said = { out: string; err: string }

/** `prepare` sees the tool's own clone once, before the first run; `place` is a fresh folder for each run. */
export type Tool = {
  name: string
  prepare?(clone: string): void
  command(clone: string, place: string): Command
  answers(said: Said): Answers
}

const outcomes: { [outcome in Outcome]?: Answer } = { met: 'present', partial: 'partial', unmet: 'absent' }

/** All twenty questions are worked out, nothing is kept from an earlier run; its own code stays compiled in `work`. */
export const assay = (work: string): Tool => ({
  name: 'assay',
  command: (clone, place) => ({
    words: [
      process.execPath,
      fileURLToPath(new URL('../bin/assay.mjs', import.meta.url)),
      ...[clone, '--framework', 'ml-repository', '--json', '--no-cache', '--out', join(place, 'out')],
    ],
    env: { NODE_COMPILE_CACHE: join(work, 'code') },
  }),
  answers: ({ out }) => {
    const measured = (JSON.parse(out) as Assessment).verdicts.filter((it) => it.reading === 'measured')
    const of = new Map(measured.map((it) => [it.criterion, outcomes[it.outcome] ?? 'cannot tell']))
    return Object.fromEntries(questions.map((it) => [it, of.get(it) ?? 'cannot tell']))
  },
})

const graded = (score: number | undefined): Answer =>
  score === undefined ? 'cannot tell' : score >= 100 ? 'present' : score > 0 ? 'partial' : 'absent'

/** The nearest of its rules. It has none for secrets, and none that asks whether CI runs a test. */
const rules: { [question in Question]?: string } = {
  ci_runs_tests: 'ci/use',
  unit_tests: 'testing/has-tests',
  dependency_lock: 'dependency-management/use',
  data_versioning: 'version-control/data/dvc',
}

/**
 * mllint finds only git: with linters or dvc on its path it would start them, and their plugins are code of the clone. So its
 * five linters cost it no time here. An empty configuration stands before the clone's own, which may name commands to run.
 * It takes an absolute path for one below the folder that it is started in, so it is started in the clone.
 */
const mllint = (program: string, work: string): Tool => {
  const path = join(work, 'only-git')
  return {
    name: 'mllint',
    prepare: (clone) => writeFileSync(join(clone, '.mllint.yml'), '{}\n'),
    command: (clone) => {
      if (!existsSync(path)) linkGit(path)
      return { words: [program, 'run', '--output', '-', '--quiet'], env: { PATH: path, HOME: work }, cwd: clone }
    },
    answers: ({ out }) => {
      const scores = new Map([...out.matchAll(/\| (\d+(?:\.\d+)?)% \|.*\| `([\w/-]+)`/g)].map((it) => [it[2], Number(it[1])]))
      return Object.fromEntries(Object.entries(rules).map(([question, rule]) => [question, graded(scores.get(rule))]))
    },
  }
}

function linkGit(path: string): void {
  const git = (process.env.PATH ?? '')
    .split(delimiter)
    .map((it) => join(it, 'git'))
    .find((it) => existsSync(it))
  if (git === undefined) throw new Error('git is not on the path')
  mkdirSync(path)
  symlinkSync(git, join(path, 'git'))
}

/** Reads the whole history. Where an object is missing it stops and still ends with 0, so its silence says nothing then. */
const gitleaks = (program: string): Tool => ({
  name: 'gitleaks',
  command: (clone) => ({
    words: [
      ...[program, 'git', clone, '--no-banner', '--no-color', '--log-level', 'error', '--redact=100'],
      ...['--exit-code', '0', '--report-format', 'json', '--report-path', '-'],
    ],
  }),
  answers: ({ out, err }) => {
    const found = (JSON.parse(out) as unknown[]).length > 0
    return { secrets_leaked: found ? 'absent' : err.includes('ERR') ? 'cannot tell' : 'present' }
  },
})

/** Reads the files of the tree, not the history; `-n` keeps it from asking the owners of keys whether they live. */
const detectSecrets = (program: string): Tool => ({
  name: 'detect-secrets',
  command: (clone) => ({ words: [program, '-C', clone, 'scan', '-n'] }),
  answers: ({ out }) => {
    const { results } = JSON.parse(out) as { results: { [file: string]: unknown[] } }
    return { secrets_leaked: Object.keys(results).length > 0 ? 'absent' : 'present' }
  },
})

/** Those that lie in the folder of tools; the others' names are said, so that a short table does not look whole. */
export function toolsIn(folder: string, work: string): { tools: Tool[]; missing: string[] } {
  const others: [string, (program: string) => Tool][] = [
    ['mllint/mllint/mllint-exe', (it) => mllint(it, work)],
    ['bin/gitleaks', gitleaks],
    ['venv/bin/detect-secrets', detectSecrets],
  ]
  const here = others.filter(([path]) => existsSync(join(folder, path)))
  const missing = others.filter((it) => !here.includes(it)).map(([path]) => join(folder, path))
  return { tools: [assay(work), ...here.map(([path, tool]) => tool(join(folder, path)))], missing }
}
