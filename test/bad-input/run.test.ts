/** The command line under wrong arguments, signals, short time and closed pipes: an exit code, one line that says why, nothing half done. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Assessment, Evidence } from '../../src/model/index.ts'
import { asOf, assay, main, started, until } from './command.ts'
import { assessed, copy, expectSurvivors, freshFolder, light, personal, recordsOf, secret, sweep, twin } from './subject.ts'

let at: string
beforeAll(() => {
  at = copy(light)
})
afterAll(sweep)

test.each<[string, string[], RegExp]>([
  ['an option that there is not', ['--ouz', 'x'], /^assay: `--ouz` is not an option of .*did you mean `--out`\?$/],
  ['an option without its value', ['--out'], /^assay: `--out` needs a value/],
  ['an option where a value should be', ['--out', '--json'], /^assay: `--out` needs a value behind it, and `--json` is none/],
  ['a value where none belongs', ['--gate=yes'], /^assay: `--gate` takes no value\.$/],
  ['two subjects', ['a', 'b'], /^assay: one subject was expected, and 2 were given: a b\.$/],
  ['a subject that is not there', ['no\nwhere'], /^assay: no\\nwhere: there is nothing there/],
  ['a folder that is no subject', ['empty'], /^assay: empty: is neither a git repository nor a folder with an assay\.yaml/],
  ['a pipe as a subject', ['pipe'], /^assay: pipe: /],
  ['a framework that there is not', ['s', '--framework', 'ml-test-scor'], /^assay: .*`ml-test-scor`.*did you mean `ml-test-score`\?$/],
  ['a day that there is not', ['s', '--as-of', '2026-02-31'], /^assay: `--as-of 2026-02-31`: a time was expected/],
  ['no time at all', ['s', '--time', '0'], /^assay: `--time 0`: minutes were expected/],
  ['--out below a file', ['s', '--out', 'plain/out'], /^assay: .*plain\/out: could not be written: a file stands where a folder is needed/],
  ['--out that is a file', ['s', '--out', 'plain'], /^assay: .*plain: could not be written: a file stands where a folder is needed/],
  ['--out with too long a name', ['s', '--out', 'x'.repeat(300)], /could not be written: the name is longer than this system allows/],
  ['a saved assessment that is not there', ['judge', 'gone'], /^assay: gone: there is nothing there/],
  ['a folder that holds no assessment', ['judge', 'empty'], /^assay: empty: has no assessment\.json that can be read/],
  ['a folder named like a command', ['judge'], /^assay: `assay judge` takes one folder/],
  ['a pipe as a saved assessment', ['report', 'pipe'], /^assay: pipe: has no assessment\.json that can be read/],
  [
    'a saved assessment cut in the middle',
    ['judge', 'cut'],
    /^assay: cut\/assessment\.json(:\d+:\d+)?: is not whole JSON\. Collect it again\.$/,
  ],
  ['a saved assessment of another shape', ['judge', 'shape'], /^assay: shape\/assessment\.json: is not an assessment: `evidence\[0\]/],
  ['a measurement that there is not', ['probe', 'data.profil', 'table=a'], /^assay: .*`data\.profil`.*did you mean `data\.profile`\?$/],
  [
    'a list that is none',
    ['probe', 'data.profile', 'table=a', '--set', 'features=[a'],
    /^assay: `--set features=\[a`: a list was expected/,
  ],
])('%s: exit 2 and one line', async (_, args, says) => {
  const cwd = freshFolder()
  for (const name of ['empty', 'cut', 'shape', 's']) mkdirSync(join(cwd, name))
  execFileSync('mkfifo', [join(cwd, 'pipe')])
  writeFileSync(join(cwd, 'plain'), 'a file\n')
  writeFileSync(join(cwd, 's', 'assay.yaml'), 'assay: 1\nsubject: { name: S }\n')
  writeFileSync(join(cwd, 'cut', 'assessment.json'), '{ "schema_version": 1, "evi')
  const shape = {
    schema_version: 1,
    assay_version: '0',
    as_of: 'x',
    subject: { assay: 1, subject: { name: 'x' } },
    materials: [],
    frameworks: [],
    plan: [],
    evidence: [1],
  }
  writeFileSync(join(cwd, 'shape', 'assessment.json'), JSON.stringify(shape))
  const ran = await assay(args, { cwd })
  expect(ran).toMatchObject({ code: 2, out: '' })
  expect(ran.err.trimEnd()).toMatch(says)
  expect(ran.err.trimEnd()).not.toContain('\n')
  expect(readdirSync(cwd).sort()).toEqual(['cut', 'empty', 'pipe', 'plain', 's', 'shape'])
  expect(readFileSync(join(cwd, 'plain'), 'utf8')).toBe('a file\n')
})

test('a folder named like a command is a subject when written ./judge', async () => {
  const cwd = freshFolder()
  mkdirSync(join(cwd, 'judge'))
  writeFileSync(join(cwd, 'judge', 'assay.yaml'), 'assay: 1\nsubject: { name: Judge }\n')
  const ran = await assay(['./judge', '--json'], { cwd })
  expect(ran.code).toBe(0)
  expect(JSON.parse(ran.out).subject.subject.name).toBe('Judge')
})

test('neither a secret nor a person’s datum comes out anywhere, and nothing is coloured off a terminal', async () => {
  const out = join(freshFolder(), 'out')
  const ran = await assay([at, '--out', out, ...asOf])
  expect(ran.code).toBe(0)
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((it) => /\.\w+$/.test(it))
  expect(files).toEqual(expect.arrayContaining(['assessment.json', 'index.html', 'report.md']))
  expect(files.filter((it) => it.startsWith('evidence/')).length).toBeGreaterThan(20)
  for (const text of [ran.out, ran.err, ...files.map((it) => readFileSync(join(out, it), 'utf8'))])
    for (const hidden of [personal, personal.split('@')[0], secret, secret.slice(8, 30), at]) expect(text).not.toContain(hidden)
  expect(`${ran.out}${ran.err}`).not.toContain('\u001b')
  const leak = (JSON.parse(readFileSync(join(out, 'assessment.json'), 'utf8')) as Assessment).evidence.find(
    (it) => it.probe === 'repo.secrets',
  )
  expect(leak?.items[0]).toMatchObject({ path: 'src/train.py', line: 5 })
})

test('Ctrl-C, which arrives twice from a terminal, ends with 130 and leaves nothing behind', async () => {
  const [out, temp] = [join(freshFolder(), 'out'), freshFolder()]
  const { child, ended } = started([at, '--out', out, ...asOf], { env: { TMPDIR: temp } })
  expect(await until(() => readdirSync(temp).length > 0)).toBe(true)
  child.kill('SIGINT')
  child.kill('SIGINT')
  expect(await ended).toMatchObject({ code: 130, signal: null, out: '', err: 'assay: stopped; nothing was written.\n' })
  expect(existsSync(out)).toBe(false)
  expect(readdirSync(temp)).toEqual([])
})

test('time that runs out ends in records that say so, and the rest is written', async () => {
  const [out, temp] = [join(freshFolder(), 'out'), freshFolder()]
  const ran = await assay([at, '--out', out, '--time', '0.0002', '--json', ...asOf], { env: { TMPDIR: temp } })
  expect(ran.code).toBe(0)
  const assessment = JSON.parse(ran.out) as Assessment
  const late = assessment.evidence.filter((it) => it.error?.code === 'timed_out')
  expect(late.length).toBeGreaterThan(10)
  for (const it of late) expect(it.error?.message).toMatch(/time/)
  expect(assessment.verdicts.some((it) => it.outcome !== 'unknown' && it.reading === 'claimed')).toBe(true)
  expect(readdirSync(temp)).toEqual([])
})

test('a run stopped in the middle keeps what was measured before', async () => {
  const stop = new AbortController()
  const assessment = await assessed(at, {
    signal: stop.signal,
    onProgress: ({ done, of }) => {
      if (done >= of / 2) stop.abort('cancelled')
    },
  })
  const codes = assessment.evidence.map((it) => it.error?.code)
  expect(codes).toContain('cancelled')
  const whole = new Map((await twin(light)).evidence.map((it) => [it.id, it]))
  const found = assessment.evidence.filter((it): it is Evidence => it.state === 'found')
  expect(found.length).toBeGreaterThan(3)
  for (const it of found) expect(whole.get(it.id)).toEqual(it)
})

test.skipIf(process.getuid?.() !== 0)('files that this user may not read: the code, the place, and the others survive', async () => {
  const theirs = copy(light)
  execFileSync('chmod', ['-R', 'a+rX', theirs])
  execFileSync('chmod', ['0', join(theirs, 'train.csv'), join(theirs, 'runs.json')])
  const out = freshFolder()
  execFileSync('chmod', ['777', out])
  const ran = await assay([theirs, '--out', join(out, 'o'), '--json', ...asOf], { uid: 65534, gid: 65534 })
  expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' })
  const assessment = JSON.parse(ran.out) as Assessment
  for (const material of ['tables.train', 'ci'])
    for (const it of recordsOf(assessment, material))
      expect(it.error).toMatchObject({ code: 'not_readable', message: expect.stringMatching(/train\.csv|CI runs/) })
  const timeless = { ...assessment, evidence: assessment.evidence.map((it) => ({ ...it, observed_at: '2026-07-01T00:00:00.000Z' })) }
  await expectSurvivors(timeless, ['tables.train', 'ci'])
  execFileSync('chmod', ['0', out])
  const barred = await assay([theirs, '--out', join(out, 'p')], { uid: 65534, gid: 65534 })
  expect(barred).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/could not be written: this user may not write there/) })
})

test.each([
  ['stdout closed early', `'${process.execPath}' '${main}' probes --json | head -c 10 >/dev/null; echo "\${PIPESTATUS[0]}"`, '0'],
  ['a full disk behind stdout', `'${process.execPath}' '${main}' probes --json > /dev/full; echo $?`, '2'],
])('%s', (_, line, code) => {
  if (!existsSync('/dev/full')) return console.warn('no /dev/full here: not tried')
  const said = execFileSync('bash', ['-c', `${line} 2>&1`], { encoding: 'utf8' })
  expect(said.trim().split('\n').at(-1)).toBe(code)
  expect(said).not.toContain('    at ')
})

const terminal = '/usr/bin/script'
test.skipIf(!existsSync(terminal))('NO_COLOR on a terminal', () => {
  const on = (env: string): string =>
    execFileSync(
      terminal,
      ['-qec', `${env} '${process.execPath}' '${main}' '${join(at, 'tiny')}' --quiet --out '${join(at, 'tiny-out')}'`, '/dev/null'],
      { encoding: 'utf8' },
    )
  mkdirSync(join(at, 'tiny'))
  writeFileSync(join(at, 'tiny', 'assay.yaml'), 'assay: 1\nsubject: { name: Tiny }\nstatements: [{ topic: latency, level: yes }]\n')
  expect(on('NO_COLOR=')).toContain('\u001b[')
  expect(on('NO_COLOR=1')).not.toContain('\u001b[')
  rmSync(join(at, 'tiny'), { recursive: true })
})
