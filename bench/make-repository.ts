/**
 * Makes a bare git repository of many files, the same for the same number:
 * `node bench/make-repository.ts <folder> <files> [tiny]`; `tiny` keeps nearly every file to a few lines.
 */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { type Draw, drawFrom, functionName, moduleText, testText } from './python-text.ts'

type File = { path: string; text: string }

const perPackage = 20

/** 40 of 100 files are Python, a quarter of them tests; the rest are data, settings, documents, notebooks and scripts. */
function* filesOf(count: number, tiny: boolean, draw: Draw): Generator<File> {
  const python = Math.floor(count * 0.4)
  const modules = Math.floor(python * 0.75)
  yield* frame()
  for (let at = 0; at < modules; at++) yield { path: `${moduleAt(at).replaceAll('.', '/')}.py`, text: moduleOf(at, modules, tiny, draw) }
  for (let at = 0; at < python - modules; at++) {
    const of = at * 3
    const path = `tests/part_${Math.floor(at / 50)}/test_${moduleAt(of).split('.').at(-1)}.py`
    yield { path, text: testText(moduleAt(of), functionsOf(of, tiny), draw) }
  }
  for (let at = 0; at < count - python - 6; at++) yield otherFile(at, tiny, draw)
}

function* frame(): Generator<File> {
  yield { path: 'README.md', text: '# Ranking\n\nTrains rankers from orders. Run `make train`.\n' }
  yield {
    path: 'pyproject.toml',
    text: '[project]\nname = "ranking"\nversion = "1.0"\ndependencies = ["pandas==2.2.2", "scikit-learn==1.5.0"]\n',
  }
  yield { path: 'requirements.txt', text: 'pandas==2.2.2\nscikit-learn==1.5.0\nmlflow==2.14.1\npytest==8.2.0\n' }
  yield { path: 'Makefile', text: 'test:\n\tpython -m pytest tests\n\ntrain:\n\tpython src/ranking/pack_0/module_10.py\n' }
  yield {
    path: 'Dockerfile',
    text: 'FROM python:3.12\nCOPY . /app\nRUN pip install -r /app/requirements.txt\nCMD ["python", "-m", "ranking"]\n',
  }
  yield { path: '.github/workflows/test.yml', text: workflow('make test') }
}

const workflow = (command: string): string =>
  `on: [push, pull_request]\njobs:\n  run:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pip install -r requirements.txt\n      - run: ${command}\n`

const moduleAt = (at: number): string => `src.ranking.pack_${Math.floor(at / perPackage)}.module_${at}`
const functionsOf = (at: number, tiny: boolean): string[] => (tiny ? [0] : [0, 1, 2, 3]).map((one) => functionName(at * 4 + one))

/** Every module uses its neighbour and one far away. */
function moduleOf(at: number, modules: number, tiny: boolean, draw: Draw): string {
  if (tiny && at % 50 !== 0)
    return `import pandas as pd\n\n\ndef ${functionName(at * 4)}(frame, limit=3, strict=False):\n    return frame[frame["a"] > limit]\n`
  const others = at === 0 ? [] : [at - 1, draw(at)]
  const imported = new Map(others.map((other) => [moduleAt(other), functionsOf(other, tiny).slice(0, 2)]))
  return moduleText({ imported, functions: functionsOf(at, tiny), trains: at % 10 === 0 && at < modules, lines: 100 + draw(200) }, draw)
}

/** Of a hundred: 45 data files, 20 settings, 15 documents, 10 scripts, 5 notebooks, 5 others; a workflow now and then. */
function otherFile(at: number, tiny: boolean, draw: Draw): File {
  const kind = at % 100
  const lines = tiny ? 2 : 20 + draw(120)
  const many = (line: (at: number) => string): string => `${Array.from({ length: lines }, (_, one) => line(one)).join('\n')}\n`
  if (kind < 45)
    return { path: `data/part_${at % 97}/rows_${at}.csv`, text: many((one) => `${one},${draw(900)},0.${draw(999)},store ${draw(50)}`) }
  if (kind < 65)
    return {
      path: `conf/group_${at % 41}/settings_${at}.yaml`,
      text: many((one) => `key_${one}: {size: ${draw(99)}, rate: 0.${draw(99)}}`),
    }
  if (kind < 80)
    return {
      path: `notes/topic_${at % 31}/note_${at}.md`,
      text: many((one) => (one === 0 ? `# Note ${at}` : `We looked at ${draw(99)} stores and ${draw(99)} routes.`)),
    }
  if (kind < 90)
    return { path: `scripts/job_${at}.sh`, text: `#!/bin/sh\nset -e\npython src/ranking/pack_0/module_${draw(20)}.py --rows ${draw(99)}\n` }
  if (kind < 95) return { path: `notebooks/look_${at}.ipynb`, text: notebook(tiny ? 1 : 12, draw) }
  if (kind === 95 && at % 500 === 95) return { path: `.github/workflows/job_${at}.yml`, text: workflow(`sh scripts/job_${at - 6}.sh`) }
  return {
    path: `web/part_${at % 13}/view_${at}.ts`,
    text: many((one) => `export const value${one} = (row: number): number => row * ${draw(99)}`),
  }
}

function notebook(cells: number, draw: Draw): string {
  const cell = (): object => ({
    cell_type: 'code',
    execution_count: draw(90),
    metadata: {},
    outputs: [{ output_type: 'stream', name: 'stdout', text: Array.from({ length: 20 }, () => `${draw(99_999)} rows\n`) }],
    source: [
      'import pandas as pd\n',
      `frame = pd.read_csv("data/rows_${draw(900)}.csv")\n`,
      `frame.groupby("store").mean().head(${draw(20)})\n`,
    ],
  })
  return JSON.stringify({ cells: Array.from({ length: cells }, cell), metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)
}

/** Writes the files as some commits, a share of them in each, through git's own importer. */
async function write(folder: string, files: Iterable<File>, perCommit: number): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await done(spawn('git', ['init', '-q', '--bare', '-b', 'main', folder], { stdio: 'inherit' }))
  const git = spawn('git', ['-C', folder, 'fast-import', '--quiet'], { stdio: ['pipe', 'inherit', 'inherit'] })
  const ended = done(git)
  const put = async (text: string): Promise<void> => {
    if (!git.stdin.write(text)) await new Promise((resolve) => git.stdin.once('drain', resolve))
  }
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`
  let at = 0
  for (const { path, text } of files) {
    if (at % perCommit === 0) {
      const who = `Ada <ada@example.org> ${1_750_000_000 + at * 60} +0000`
      await put(
        `commit refs/heads/main\nmark :${at + 1}\ncommitter ${who}\n${data(`part ${at / perCommit}`)}${at === 0 ? '' : `from :${at + 1 - perCommit}\n`}`,
      )
    }
    await put(`M 100644 inline ${path}\n${data(text)}`)
    at++
  }
  git.stdin.end()
  await ended
}

const done = (child: ReturnType<typeof spawn>): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`git ended with ${code}`))))
  })

const [folder, count, tiny] = process.argv.slice(2)
if (folder === undefined || !(Number(count) >= 100)) throw new Error('node bench/make-repository.ts <folder> <files, 100 or more> [tiny]')
await write(folder, filesOf(Number(count), tiny === 'tiny', drawFrom(42)), 500)
