/** Gates that tests hold: an assertion on the quality of a model that predicts there, or on figures that an evaluation left behind. */
import { nameOf, pathKind } from '../paths.ts'
import type { PythonSource } from '../python/sources.ts'
import { textOf } from '../python/syntax.ts'
import { type Body, type Gate, gatesIn } from './verdicts.ts'

const modelled = /predict|evaluat|\.fit\(|\.score\(|model/i
/** Figures that a run wrote: `json.load(open("results/metrics.json"))`, by a path that says so or a constant named for it. */
const readsFigures =
  /\b(open|load|loads|read_\w+|safe_load|read_text|Path|get_metrics|load_metrics)\(\s*[^\n]{0,80}?(metric|score|evaluation|results?|performance)/i
/** What a test brings along, or makes itself, was left by no run. */
const brought =
  /fixtures?\/|(^|["'/])tests?\/|test_?data|mock|sample|example|dummy|expected_|tmp_?path|tmpdir|StringIO|write_text|json\.dump\(/i

/** In tests only assertions count; the code's own verdicts are tried there, not enforced. */
export const inTest = (body: Body, files: Map<string, PythonSource>): Gate[] => {
  if (!/^test/.test(body.name)) return []
  const text = body.node.source.slice(body.node.start, body.node.end)
  const whole = withConstants(`${text}\n${setUp(body, text, files)}`, body.node.source)
  const figures = readsFigures.test(whole) && !brought.test(whole)
  return modelled.test(text) || figures ? gatesIn(body, new Map()).filter(({ fails, line }) => fails && !sameTwice(body, line)) : []
}

/** Constants that name each other twice grow without end. */
const longest = 20_000

/** `open(self.FIGURES)` reads what `FIGURES = "results/metrics.json"` says. */
const withConstants = (text: string, source: string): string =>
  [...source.matchAll(/^\s*([A-Z][A-Z_0-9]+)\s*=\s*(.+)$/gm)].reduce(
    (all, [, name, value]) =>
      all.replaceAll(new RegExp(`\\b(?:self\\.|cls\\.)?${name}\\b`, 'g'), () => (value ?? '').slice(0, 200)).slice(0, longest),
    text,
  )

/** Fixtures that the test asks for, of its own file or a conftest. */
function setUp({ path }: Body, text: string, files: Map<string, PythonSource>): string {
  const asked = (/\(([^)]*)\)/.exec(text)?.[1] ?? '').split(',').map((one) => one.trim().replace(/[:=].*$/, ''))
  const out: string[] = []
  const homes = [path, ...[...files.keys()].filter((one) => nameOf(one) === 'conftest.py' && pathKind(one) === 'test')]
  for (const name of asked.filter((one) => /^\w+$/.test(one) && one !== 'self'))
    for (const home of homes) {
      const found = new RegExp(
        `^@[\\w.]*fixture\\b[^\\n]*\\n(?:@[^\\n]*\\n)*def ${name}\\([^\\n]*\\n((?:[ \\t]+[^\\n]*\\n|\\s*\\n)*)`,
        'm',
      ).exec(`${files.get(home)?.text ?? ''}\n`)
      if (found !== null) out.push(found[0])
    }
  return out.join('\n')
}

/** `abs(first["acc"] - second["acc"]) < 0.001`: two figures of one model are to be equal; neither is held against a limit. */
const sameTwice = ({ nodes }: Body, line: number): boolean =>
  nodes.some(
    (one) =>
      one.line === line && one.type === 'comparison_operator' && /^abs\([^-]*[A-Za-z_)\]][^-]*-\s*[A-Za-z_][^-]*\)\s*</.test(textOf(one)),
  )
