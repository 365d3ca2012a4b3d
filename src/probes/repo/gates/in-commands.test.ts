import { describe, expect, test } from 'vitest'
import { type Files, told } from './told-fixture.ts'

const job = (...steps: string[]): Files => ({
  '.github/workflows/a.yml': `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${steps.map((one) => `      - ${one.replaceAll('\n', '\n        ')}\n`).join('')}`,
})
const script = (...lines: string[]): string => `run: |\n${lines.map((line) => `  ${line}`).join('\n')}`
const ship = 'run: kubectl apply -f k8s'
const jobs = (condition: string): Files => ({
  '.github/workflows/a.yml': `on: push\njobs:\n  eval:\n    runs-on: ubuntu-latest\n    steps: [{ run: python evaluate.py }]\n  deploy:\n    needs: eval\n    if: ${condition}\n    runs-on: ubuntu-latest\n    steps: [{ run: kubectl apply -f k8s }]\n`,
})
const bc = (end: string): string =>
  script('ACC=$(jq .accuracy metrics.json)', 'if (( $(echo "$ACC < 0.8" | bc -l) )); then', '  echo bad', `  ${end}`, 'fi')

const cases: [name: string, files: Files, answer: string][] = [
  ['a comparison by bc that ends the script', job(bc('exit 1'), ship), 'present'],
  ['a comparison by bc that only speaks: an imitation', job(bc('echo "too low"'), ship), 'absent'],
  ['a comparison by bc that ends well', job(bc('exit 0'), ship), 'absent'],
  ['after the release', job(ship, bc('exit 1')), 'partial: nothing waits'],
  ['the test command itself fails', job(script('F1=$(cat f1.txt)', 'test "$F1" -gt 80'), ship), 'present'],
  ['its failure is dropped', job(script('test "$F1" -gt 80 || true'), ship), 'absent'],
  ['the grade of a linter', job(script('SCORE=$(pylint src)', 'if [ "$SCORE" -lt 8 ]; then exit 1; fi'), ship), 'absent'],
  ['python -c', job(`run: python -c "import json; assert json.load(open('m.json'))['accuracy'] > 0.8"`, ship), 'present'],
  [
    'a here-document',
    job(
      script("python - <<'END'", 'import json, sys', "m = json.load(open('m.json'))", "if m['auc'] < 0.8:", '    sys.exit(1)', 'END'),
      ship,
    ),
    'present',
  ],
  [
    'a here-document that is written to a file: an imitation',
    job(script("cat > gate.py <<'END'", "assert metrics['auc'] > 0.8", 'END'), ship),
    'absent',
  ],
  [
    'awk behind make: an unusual way',
    {
      ...job('run: make gate', ship),
      Makefile: 'gate:\n\t@acc=$$(jq .accuracy m.json); awk "BEGIN{exit !($$acc >= 0.8)}"\n',
    },
    'present',
  ],
  ['a condition of the job that releases', jobs('needs.eval.outputs.accuracy > 0.8'), 'present'],
  ['a condition on something else', jobs("needs.eval.outputs.tag > '1'"), 'absent'],
]

describe('gates of commands and conditions', () => {
  test.each(cases)('%s', async (_, files, answer) => {
    expect(await told(files)).toBe(answer)
  })
})
