import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { walkShell } from './walk.ts'

const run = (text: string, { errexit = true, pipefail = false } = {}) =>
  walkShell(text, { errexit, pipefail, cwd: '', variables: {}, line: 1 })
/** How `pytest` fares in a script: `stops` the script, is `lost`, is `unreached`, or is `not run`. */
const fate = (text: string, options: { errexit?: boolean; pipefail?: boolean } = {}) => {
  const leaf = run(text, options).find(({ words }) => words[0] === 'pytest')
  return leaf === undefined ? 'not run' : !leaf.reached ? 'unreached' : leaf.propagates ? 'stops' : 'lost'
}

describe('what becomes of a failing pytest under `bash -e`', () => {
  test.each([
    ['pytest', 'stops'],
    ['pytest\necho done', 'stops'],
    ['pytest || true', 'lost'],
    ['pytest || :', 'lost'],
    ['pytest || exit 0', 'lost'],
    ['pytest || exit 1', 'stops'],
    ['pytest || { echo bad; exit 1; }', 'stops'],
    ['pytest || echo "tests failed"', 'lost'],
    ['pytest || (echo bad && exit 1)', 'stops'],
    ['pytest ; true', 'stops'],
    ['set +e\npytest ; true', 'lost'],
    ['set +e\npytest\nset -e\necho', 'lost'],
    ['set +e; pytest; rc=$?; echo $rc; exit $rc', 'stops'],
    ['pytest || rc=$?\necho\nexit $rc', 'stops'],
    ['pytest || failed=1\nif [ "$failed" = 1 ]; then exit 1; fi', 'stops'],
    ['pytest || rc=$?\necho $rc', 'lost'],
    ['pytest && echo ok', 'stops'],
    ['pytest && echo ok\necho done', 'lost'],
    ['cd src && pytest', 'stops'],
    ['pytest | tee log', 'lost'],
    ['pytest | tee log; exit ${PIPESTATUS[0]}', 'stops'],
    ['set -o pipefail\npytest | tee log', 'stops'],
    ['cat x | pytest', 'stops'],
    ['pytest &', 'lost'],
    ['! pytest', 'lost'],
    ['if pytest; then echo ok; fi', 'lost'],
    ['if pytest; then echo ok; else exit 1; fi', 'stops'],
    ['if ! pytest; then exit 1; fi', 'stops'],
    ['if ! pytest; then echo "failed"; fi', 'lost'],
    ['if [ -d tests ]; then pytest; fi', 'stops'],
    ['if false; then pytest; fi', 'unreached'],
    ['if [ 1 -eq 2 ]; then pytest; fi', 'unreached'],
    ['[ a = b ] && pytest', 'unreached'],
    ['if [[ "a" == "b" ]]; then pytest; fi', 'unreached'],
    ['RUN=0\nif [ "$RUN" = 1 ]; then pytest; fi', 'unreached'],
    ['if [ "$RUN" = 1 ]; then pytest; fi', 'stops'],
    ['RUN=1\nif maybe; then RUN=0; fi\nif [ $RUN = 1 ]; then pytest; fi', 'stops'],
    ['t() { RUN=0; }\nRUN=1\nt\nif [ $RUN = 1 ]; then pytest; fi', 'unreached'],
    ['if [ a = a ]; then pytest; else ls; fi', 'stops'],
    ['false && pytest', 'unreached'],
    ['true || pytest', 'unreached'],
    ['exit 0\npytest', 'unreached'],
    ['true && exit 0\npytest', 'unreached'],
    ['[ -f x ] && exit 0\npytest', 'stops'],
    ['echo pytest', 'not run'],
    ['printf "pytest\\n"', 'not run'],
    ['# pytest', 'not run'],
    ['echo hi # pytest', 'not run'],
    ["echo '\npytest\n'", 'not run'],
    ['cat <<EOF\npytest\nEOF', 'not run'],
    ["cat > run.sh <<-'END'\n\tpytest\n\tEND\nls", 'not run'],
    ['echo "a#b"; pytest', 'stops'],
    ['( pytest )', 'stops'],
    ['( pytest || true )', 'lost'],
    ['{ pytest; }', 'stops'],
    ['for v in 1 2; do pytest; done', 'stops'],
    ['while read x; do pytest; done < f', 'stops'],
    ['case $x in\n a) pytest;;\n *) echo;;\nesac', 'stops'],
    ['t() { pytest; }\nt', 'stops'],
    ['t() { pytest; }\nt || true', 'lost'],
    ['t() { pytest; }', 'not run'],
    ['pytest() { true; }\npytest', 'not run'],
    ["trap 'exit 0' EXIT\npytest", 'lost'],
    ["trap 'rm -f x' EXIT\npytest", 'stops'],
    ['out=$(pytest)', 'stops'],
    ['echo $(pytest)', 'lost'],
    ['echo `pytest`', 'lost'],
    ['exec pytest', 'stops'],
    ['FOO=1 pytest \\\n  tests', 'stops'],
    ['pytest 2>&1 > out.txt', 'stops'],
    ['[[ a && b ]] || pytest', 'stops'],
  ])('%j %s', (script, wanted) => expect(fate(script)).toBe(wanted))

  test.each([
    ['pytest\necho', 'lost'],
    ['echo\npytest', 'stops'],
    ['pytest; exit $?', 'stops'],
    ['set -e\npytest\necho', 'stops'],
    ['set -euo pipefail\npytest | tee x\necho', 'stops'],
    ['pytest; test $? -eq 0', 'stops'],
  ])('without -e: %j %s', (script, wanted) => expect(fate(script, { errexit: false })).toBe(wanted))
})

test('words, lines and folders', () => {
  const leaves = run('DIR=src\ncd $DIR\npytest "a b" --k=\'x\' \\\n  last\n( cd deep; ls )\ncd ..\npwd 2>&1')
  expect(leaves.filter(({ words }) => words[0] !== 'cd').map(({ words, line, cwd }) => [words, line, cwd])).toEqual([
    [['pytest', 'a b', '--k=x', 'last'], 3, 'src'],
    [['ls'], 5, 'src/deep'],
    [['pwd'], 7, ''],
  ])
})

test('expressions and defaults stay one word', () => {
  const [leaf] = run('nox -s ${{ matrix.name }} ${ARGS:-tests} "$UNKNOWN"')
  expect(leaf?.words).toEqual(['nox', '-s', '${{ matrix.name }}', 'tests', '$UNKNOWN'])
})

test('any text is walked without failing, and lines stay inside it', () => {
  const piece = fc.constantFrom(
    'pytest',
    '&&',
    '||',
    ';',
    '\n',
    '(',
    ')',
    '{',
    '}',
    'if',
    'then',
    'fi',
    'do',
    'done',
    'case',
    'esac',
    'in',
    '"',
    "'",
    '$(',
    '`',
    '<<EOF',
    'EOF',
    '#',
    '\\',
    '|',
    '&',
    '!',
    '[[',
    '$x',
    ' ',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join(' ')
      for (const { line } of run(text)) expect(line).toBeLessThanOrEqual(text.split('\n').length)
    }),
    { numRuns: 500 },
  )
})
