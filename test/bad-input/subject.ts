/** One small subject with every kind of material, made once; each case harms a copy of it and is held against the unharmed twin. */
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { assess } from '../../src/assess.ts'
import type { CollectOptions } from '../../src/collect/index.ts'
import { git, writeFiles } from '../../src/collect/sources/repo/git-fixture.ts'
import { factIndex, loadFrameworks, loadSubject } from '../../src/declare/index.ts'
import {
  type Assessment,
  type Criterion,
  type Evidence,
  type Framework,
  leavesOf,
  type Rule,
  splitFact,
  type Verdict,
} from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'

/** Stands in ids and free text of every table; a person's, so it may come out nowhere. */
export const personal = 'ada.lovelace-7f3a@people.example'
/** Stands in the code of the repository; it has the form of a real key. */
export const secret = ['ghp', 'R7q2Zx81LmVbN4cT6yHw9KdJ3sPfGe0AuXi5'].join('_')

const header = 'id,note,entity,at,late_at,hour,distance,origin,label,score,ms,usd,model'
const day = (n: number): string => new Date(Date.UTC(2026, 0, 1) + n * 6 * 3_600_000).toISOString()

const row = (n: number): string => {
  const label = (n * 7919) % 10 < 3 ? 1 : 0
  const score = Math.min(0.98, Math.max(0.02, 0.2 + 0.5 * label + (((n * 104_729) % 100) - 50) / 150))
  const values = [n % 24, (n * 37) % 900, 'ABC'[n % 3], label, score.toFixed(4), 10 + (n % 90), 0.00001, 'v1']
  return [`${n}-${personal}`, `wrote ${personal} ${n % 4}`, `e${n % 40}`, day(n), day(n + 1), ...values].join(',')
}

/** Rows `from` to `to` of the made-up log, as CSV with a header. */
export const csv = (from: number, to: number): string =>
  `${[header, ...Array.from({ length: to - from }, (_, at) => row(from + at))].join('\n')}\n`

const code: { [path: string]: string } = {
  'README.md': '# A model\n',
  'requirements.txt': 'numpy==2.1.0\nmlflow==2.20.0\n',
  'src/train.py': `import mlflow\nimport numpy as np\nfrom sklearn.linear_model import LogisticRegression\n\nTOKEN = "${secret}"\n\ndef train(x, y):\n    with mlflow.start_run():\n        model = LogisticRegression().fit(x, y)\n        mlflow.log_metric("auc", 0.7)\n    return model\n`,
  'tests/test_train.py': 'from src.train import train\n\ndef test_train():\n    assert train([[0], [1]], [0, 1]).predict([[0]])[0] == 0\n',
  '.github/workflows/ci.yml':
    'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pip install -r requirements.txt\n      - run: pytest\n',
}

const ciRun = (id: number) => ({
  id,
  name: 'ci',
  path: '.github/workflows/ci.yml',
  event: 'push',
  status: 'completed',
  conclusion: 'success',
  head_sha: '0'.repeat(40),
  created_at: '2026-03-01T10:00:00Z',
  jobs: [
    {
      name: 'test',
      conclusion: 'success',
      started_at: '2026-03-01T10:00:00Z',
      completed_at: '2026-03-01T10:01:00Z',
      steps: [{ name: 'Run pytest', conclusion: 'success', number: 1 }],
    },
  ],
})

const log = 'id: id, time: at, score: score, label: label, latency_ms: ms, cost_usd: usd, model: model'
/** The subject file; a case may replace lines of it. */
export const declaration = `assay: 1
subject: { name: Small, kind: system }
repo: { path: code, complete: true }
ci: { runs: runs.json }
documents: { path: docs }
tables:
  train: { path: train.csv, id: id, time: at, entity: entity, label: label, features: [hour, distance, origin, late_at] }
  test: { path: test.csv, id: id, time: at, entity: entity, label: label, features: [hour, distance, origin, late_at] }
predictions:
  current: { path: logs/current.csv, ${log} }
  first: { path: logs/first.csv, ${log} }
targets:
  - { fact: serving.latency.p95_ms, of: predictions.current, at_most: 500, by: assessor }
statements:
  - { says: 95 % of answers within 50 ms, by: CTO, on: 2026-05-04, topic: latency, level: yes, document: docs/sla.md,
      claim: { fact: serving.latency.p95_ms, of: predictions.current, at_most: 50 } }
  - { says: AUC of at least 0.99, by: CTO, on: 2026-05-04, claim: { fact: model.classification.auc, of: predictions.first, at_least: 0.99 } }
  - { says: CI tests every change, by: CTO, on: 2026-05-04, topic: tests.in_ci, level: automatic }
`

/** The same with one table and one log: a quarter of the work, for cases that harm neither. */
export const light = declaration
  .split('\n')
  .filter((line) => !/^ {2}(test|first):|predictions\.first/.test(line))
  .join('\n')

const folders: string[] = []
let made: string | undefined
/** An empty folder, at its real path; `sweep` removes it. */
export const freshFolder = (): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'assay-bad-')))
  folders.push(folder)
  return folder
}
export const sweep = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  made = undefined
}

const make = (): string => {
  const folder = freshFolder()
  writeFiles(folder, {
    'assay.yaml': declaration,
    'train.csv': csv(0, 240),
    'test.csv': csv(220, 400),
    'logs/current.csv': csv(400, 700),
    'logs/first.csv': csv(100, 400),
    'runs.json': JSON.stringify({ workflow_runs: [ciRun(1), ciRun(2)] }),
    'docs/sla.md': '# Promises\n\n95 % of answers within 50 ms, every week.\n',
  })
  const repo = join(folder, 'code')
  writeFiles(repo, code)
  git(repo, 'init', '-q', '-b', 'main')
  git(repo, 'add', '-A', '-f')
  git(repo, 'commit', '-q', '-m', 'first')
  writeFileSync(join(repo, 'README.md'), '# A model\n\nIt predicts.\n')
  git(repo, 'commit', '-q', '-a', '-m', 'second')
  return folder
}

/** A copy of the subject's folder, to be harmed. */
export const copy = (declared = declaration): string => {
  made ??= make()
  const folder = freshFolder()
  cpSync(made, folder, { recursive: true })
  writeFileSync(join(folder, 'assay.yaml'), declared)
  return folder
}

const facts = factIndex([...built, ...planned])
let frameworks: Promise<Framework[]> | undefined

/** The whole job in this process, as the command line does it; a bug of a probe is thrown. */
export const assessed = async (at: string, more: Partial<CollectOptions> = {}): Promise<Assessment> => {
  frameworks ??= loadFrameworks(undefined, facts)
  const { subject, root } = await loadSubject(at, facts)
  const bugs: unknown[] = []
  const { assessment } = await assess({
    subject,
    root,
    frameworks: await frameworks,
    chosen: false,
    catalogue: { built, planned },
    assayVersion: '0',
    asOf: '2026-07-01T00:00:00.000Z',
    now: () => '2026-07-01T00:00:00.000Z',
    onBug: (error) => bugs.push(error),
    ...more,
  })
  if (bugs.length > 0) throw bugs[0]
  return assessment
}

const unharmed = new Map<string, Promise<Assessment>>()
/** What the subject gets when nobody harmed it. */
export const twin = (declared = declaration): Promise<Assessment> => {
  const before = unharmed.get(declared) ?? assessed(copy(declared))
  unharmed.set(declared, before)
  return before
}
const twinOf = (it: Assessment): Promise<Assessment> => twin(it.subject.predictions?.first === undefined ? light : declaration)

const reads = (it: Evidence, material: string): boolean => it.inputs.some((input) => input.material === material)

/** Probes that read one of these materials, in the harmed subject or in the other. */
const touched = (both: Assessment[], materials: readonly string[]): Set<string> =>
  new Set(
    both
      .flatMap((it) => it.evidence)
      .filter((it) => materials.some((material) => reads(it, material)))
      .map((it) => it.probe)
      .concat(materials.includes('documents') ? ['document.quote'] : []),
  )

/** Probes that a rule names; of a rule on the score of a framework, all that this framework names. */
const probesIn = (rule: Rule, all: readonly Framework[]): string[] =>
  leavesOf(rule).flatMap((it) => {
    if ('fact' in it) return [splitFact(it.fact).probe]
    const scored = 'score' in it ? all.find(({ id }) => id === it.score) : undefined
    return (scored?.sections ?? []).flatMap((section) =>
      section.criteria.flatMap((criterion) => rulesOf(criterion).flatMap((own) => probesIn(own, []))),
    )
  })

const rulesOf = ({ met, partial, applies, condition }: Criterion): Rule[] =>
  [met, partial, applies, condition].filter((it) => it !== undefined)

const probesOf = async (): Promise<Map<string, Set<string>>> => {
  const all = await (frameworks ?? loadFrameworks(undefined, facts))
  const pairs = all.flatMap((framework) =>
    framework.sections.flatMap((section) =>
      section.criteria.map((it): [string, Set<string>] => [
        `${framework.id} ${it.id}`,
        new Set([
          ...rulesOf(it).flatMap((rule) => probesIn(rule, all)),
          // What only people can tell is answered by what was found in documents.
          ...(it.met === undefined ? ['document.quote'] : []),
        ]),
      ]),
    ),
  )
  return new Map(pairs)
}

type Survivors = { verdicts: Verdict[]; evidence: Evidence[]; claims: Assessment['claims'] }

/** What does not rest on the harmed materials: verdicts whose rules name no probe that reads them, records of other materials, claims on others. */
const survivors = async (it: Assessment, other: Assessment, harmed: readonly string[]): Promise<Survivors> => {
  const probes = touched([it, other], harmed)
  const asked = await probesOf()
  return {
    verdicts: it.verdicts.filter(
      (verdict) => ![...(asked.get(`${verdict.framework} ${verdict.criterion}`) ?? [])].some((probe) => probes.has(probe)),
    ),
    evidence: it.evidence.filter(
      (record) =>
        !harmed.some((material) => reads(record, material)) && !(harmed.includes('documents') && record.facts.document !== undefined),
    ),
    claims: it.claims.filter((claim) => !harmed.includes(claim.of ?? '')),
  }
}

/** Records that read this material. */
export const recordsOf = (it: Assessment, material: string): Evidence[] => it.evidence.filter((record) => reads(record, material))

/** What does not rest on the harmed materials is as in the twin, something of it is known, and nothing secret came out. */
export const expectSurvivors = async (it: Assessment, harmed: readonly string[]): Promise<void> => {
  const other = await twinOf(it)
  const [left, whole] = [await survivors(it, other, harmed), await survivors(other, it, harmed)]
  // A statement's record changes with its document, and so does its id.
  const bare = ({ verdicts, claims, evidence }: Survivors) =>
    harmed.includes('documents')
      ? [evidence, ...[verdicts, claims].map((list) => list.map((one) => ({ ...one, evidence: [] })))]
      : [evidence, verdicts, claims]
  expect(bare(left)).toEqual(bare(whole))
  expect(left.evidence.filter((record) => record.state === 'found' && record.method === 'measured').length).toBeGreaterThan(5)
  expect(left.verdicts.filter((verdict) => verdict.outcome !== 'unknown').length).toBeGreaterThan(5)
  const text = JSON.stringify(it)
  expect(text).not.toContain(personal)
  expect(text).not.toContain(secret)
}
