/** The assessment folder: killed in mid-write, written by two at once, on a full disk, moved away from its subject, read again. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assessCollected } from '../../src/assess.ts'
import { factIndex, loadFrameworks, loadSubject } from '../../src/declare/index.ts'
import type { Assessment, Verdict } from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'
import { drawReport } from '../../src/report/index.ts'
import { asOf, assay, file, main, started, until } from './command.ts'
import { assessed, copy, freshFolder, light, sweep } from './subject.ts'

/** Where the subject lay, and the folder that one whole run wrote. */
let subject: string
let saved: string
beforeAll(async () => {
  subject = copy(light)
  saved = join(freshFolder(), 'saved')
  const ran = await assay([subject, '--out', saved, '--quiet', ...asOf])
  expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' })
})
afterAll(sweep)

const read = (folder: string): Assessment => JSON.parse(readFileSync(file(folder), 'utf8'))
const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' })

/** Every file that bears its final name is whole; returns the moment that the assessment was judged for. */
const expectWhole = (folder: string): string => {
  for (const name of filesIn(folder)) {
    if (name.endsWith('.json')) JSON.parse(readFileSync(join(folder, name), 'utf8'))
    if (name.endsWith('.html')) expect(readFileSync(join(folder, name), 'utf8').trimEnd().slice(-7)).toBe('</html>')
  }
  return read(folder).as_of
}

/** Nothing but the assessment, its reports, and one file for each of its records. */
const expectTidy = (folder: string): void => {
  const records = read(folder).evidence.map((it) => `evidence/${it.probe}-${it.id}.json`)
  expect(filesIn(folder).sort()).toEqual(['assessment.json', 'evidence', 'index.html', 'report.md', 'report.sarif', ...records].sort())
}

test('a second run is byte for byte the same but for the times of looking', async () => {
  const again = join(freshFolder(), 'again')
  await assay([subject, '--out', again, '--quiet', ...asOf])
  const timeless = (folder: string, name: string) =>
    readFileSync(join(folder, name), 'utf8').replace(/("observed_at": "|looked at )[\d-]+T[\d:.]+Z/g, '$1…')
  expect(filesIn(again).sort()).toEqual(filesIn(saved).sort())
  for (const name of filesIn(saved).filter((it) => /\.(json|md|html)$/.test(it)))
    expect({ name, same: timeless(again, name) === timeless(saved, name) }).toEqual({ name, same: true })
})

test('judging the saved folder again, its subject moved away, gives the same assessment and the same reports', async () => {
  const [away, out] = [`${subject}-away`, join(freshFolder(), 'out')]
  renameSync(subject, away)
  const ran = await assay(['judge', saved, '--out', out, '--quiet'], { cwd: freshFolder() })
  renameSync(away, subject)
  expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' })
  for (const name of filesIn(saved).filter((it) => it.endsWith('.json')))
    expect({ name, same: readFileSync(join(out, name), 'utf8') === readFileSync(join(saved, name), 'utf8') }).toEqual({ name, same: true })
  // A saved record has its keys in alphabetical order, so a report made from it says the same things, some in another order.
  const said = (folder: string, name: string) =>
    readFileSync(join(folder, name), 'utf8')
      .split(/<[^>]*>|[\n|·]/)
      .map((it) => it.trim())
      .sort()
  for (const name of ['index.html', 'report.md']) expect(said(out, name)).toEqual(said(saved, name))
})

test('kill -9 in mid-write leaves the old assessment or the new one, and the next run tidies up', async () => {
  const out = join(freshFolder(), 'out')
  cpSync(saved, out, { recursive: true })
  const seen: string[] = []
  for (const [round, delay] of [0, 3, 10, 25, 60].entries()) {
    const before = read(out).as_of
    const next = `2026-08-0${round + 1}`
    const { child, ended } = started(['judge', out, '--as-of', next, '--quiet'])
    expect(await until(() => existsSync(join(out, '.writing')))).toBe(true)
    await new Promise((done) => setTimeout(done, delay))
    child.kill('SIGKILL')
    await ended
    const now = expectWhole(out)
    expect([before, `${next}T00:00:00.000Z`]).toContain(now)
    seen.push(now)
  }
  // At least the first was killed before it was done: its predecessor still stands.
  expect(seen[0]).toBe('2026-07-01T00:00:00.000Z')
  expect((await assay(['judge', out, '--as-of', '2026-09-01', '--quiet'])).code).toBe(0)
  expect(expectWhole(out)).toBe('2026-09-01T00:00:00.000Z')
  expectTidy(out)
})

test('two runs at once into one folder leave one of them whole, whatever their subjects', async () => {
  const [out, small] = [join(freshFolder(), 'out'), copy(light)]
  writeFileSync(join(small, 'assay.yaml'), 'assay: 1\nsubject: { name: Other }\ntables: { train: { path: train.csv } }\n')
  const other = join(freshFolder(), 'other')
  await assay([small, '--out', other, '--quiet', ...asOf])
  const ran = await Promise.all([saved, other, saved, other].map((it) => assay(['judge', it, '--out', out, '--quiet'])))
  expect(ran.map(({ code, err }) => ({ code, err }))).toEqual(ran.map(() => ({ code: 0, err: '' })))
  expect([read(saved), read(other)]).toContainEqual(read(out))
  expectWhole(out)
  expectTidy(out)
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain(`<title>${read(out).subject.subject.name}:`)
})

/** A disk of its own, or the reason why there is none here. */
const smallDisk = (megabytes: number): { folder: string; close: () => void } | string => {
  const folder = freshFolder()
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'pipe' })
    return { folder, close: () => execFileSync('/bin/umount', [folder]) }
  } catch (error) {
    return `no small disk can be made here: ${String((error as Error).message).split('\n')[0]}`
  }
}

test('a disk that fills up while the assessment is written leaves the old one as it was', async (context) => {
  const disk = smallDisk(4)
  if (typeof disk === 'string') {
    console.warn(disk)
    return context.skip(disk)
  }
  try {
    const out = join(disk.folder, 'out')
    cpSync(saved, out, { recursive: true })
    const before = readFileSync(file(out))
    try {
      writeFileSync(join(disk.folder, 'filler'), Buffer.alloc(8 * 2 ** 20))
    } catch {}
    const ran = await assay(['judge', out, '--as-of', '2026-08-01', '--quiet'])
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toMatch(
      /^assay: .*could not be written: the disk is full; free some room and run again\. What stood there before is unharmed\.\n$/,
    )
    expect(readFileSync(file(out))).toEqual(before)
    expectTidy(out)
    const full = await assay([subject, '--out', join(freshFolder(), 'o'), '--json', ...asOf], { env: { TMPDIR: disk.folder } })
    expect(full.code).toBe(0)
    const codes = new Set(
      (JSON.parse(full.out) as Assessment).evidence
        .filter((it) => it.inputs.some(({ material }) => material !== 'ci' && material !== 'documents'))
        .map((it) => it.error?.code),
    )
    expect([...codes]).toEqual(['disk_full'])
    expect(
      (JSON.parse(full.out) as Assessment).evidence.find((it) => it.probe === 'statement' && it.facts.document === 'docs/sla.md')?.facts
        .document_bears_out,
    ).toBe(true)
  } finally {
    disk.close()
  }
})

test('a limit on the size of a file: one line, and no half file', async () => {
  const out = join(freshFolder(), 'out')
  const script = `ulimit -f 20; exec '${process.execPath}' '${main}' judge '${saved}' --out '${out}' --quiet`
  let said = ''
  let code: unknown
  try {
    execFileSync('bash', ['-c', script], { encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    const ended = error as { status: number; stderr: string }
    said = ended.stderr
    code = ended.status
  }
  expect({ code, said }).toEqual({ code: 2, said: expect.stringMatching(/^assay: .*could not be written: the file would pass the size/) })
  expect(existsSync(file(out))).toBe(false)
  expect(filesIn(out).filter((it) => /part|writing/.test(it))).toEqual([])
})

test('a folder that stands where a report should go is told, and the assessment before it is unharmed', async () => {
  const out = join(freshFolder(), 'out')
  cpSync(saved, out, { recursive: true })
  rmSync(join(out, 'report.md'))
  mkdirSync(join(out, 'report.md'))
  writeFileSync(join(out, 'report.md', 'mine'), 'mine')
  const ran = await assay(['judge', out, '--as-of', '2026-08-01', '--quiet'])
  expect(ran).toMatchObject({
    code: 2,
    err: expect.stringMatching(/report\.md: could not be written: a folder stands where a file is needed/),
  })
  expect(read(out).as_of).toBe(read(saved).as_of)
  expect(readFileSync(join(out, 'report.md', 'mine'), 'utf8')).toBe('mine')
})

const rank = { unmet: 0, partial: 1, met: 2 }

test('with all statements deleted, documented and measured differ only by caps', async () => {
  const facts = factIndex([...built, ...planned])
  const { subject: declared, root } = await loadSubject('examples/departures', facts)
  const frameworks = await loadFrameworks(declared.frameworks, facts)
  const options = {
    root,
    frameworks,
    chosen: true,
    catalogue: { built, planned },
    assayVersion: '0',
    asOf: '2026-07-01T00:00:00.000Z',
    now: () => '2026-07-01T00:00:00.000Z',
  }
  const { collect } = await import('../../src/collect/index.ts')
  const { collected: told } = await collect({ ...options, subject: declared })
  const { statements, ...silent } = declared
  const { collected: mute } = await collect({ ...options, subject: silent })
  // Words found in a document are pointed to by the statement, and go with it.
  const words = ['statement', 'document.quote']
  const others = (it: Assessment['evidence']) => it.filter(({ probe }) => !words.includes(probe)).map(({ id }) => id)
  // A claim may ask for a measurement that nobody else asks for; what both made is the same.
  expect(others(told.evidence)).toEqual(expect.arrayContaining(others(mute.evidence).filter((id) => others(told.evidence).includes(id))))
  const [with_, without] = [assessCollected(frameworks, told), assessCollected(frameworks, mute)]
  const key = ({ framework, criterion, reading }: Verdict) => `${framework} ${criterion} ${reading}`
  const before = new Map(with_.verdicts.map((it) => [key(it), it]))
  const topics = new Set(statements?.map((it) => it.topic))
  let capped = 0
  const quotes = new Set(told.evidence.filter(({ probe }) => probe === 'document.quote').map(({ id }) => id))
  for (const it of without.verdicts.filter(({ reading }) => reading !== 'claimed')) {
    const said = before.get(key(it))
    if (said?.reading === 'documented' && said.evidence.some((id) => quotes.has(id))) continue
    if (it.from === said?.from && it.to === said.to && it.outcome === said.outcome) continue
    capped++
    expect({ key: key(it), topic: topics.has(it.topic), from: said?.from, lower: rank[said?.to ?? 'met'] < rank[it.to] }).toEqual({
      key: key(it),
      topic: true,
      from: it.from,
      lower: true,
    })
  }
  expect(capped).toBeGreaterThan(0)
})

test('hostile text in statements passes through every format as text', async () => {
  const at = copy(light)
  const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>\u001b[31mred\u001b]0;title\u0007\u202eevil\u2066\u200f\r\nline | two *bold* [a](javascript:alert(3)) \`\`\`\n# heading`
  const yaml = light
    .replace('says: CI tests every change', () => `says: ${JSON.stringify(hostile)}`)
    .concat(
      `  - { says: ${JSON.stringify('x'.repeat(100_000))}, by: CTO, claim: { fact: model.classification.auc, of: predictions.current, at_least: 0.99 } }\n`,
    )
    .replace('name: Small', () => `name: ${JSON.stringify(hostile)}`)
  writeFileSync(join(at, 'assay.yaml'), yaml)
  const assessment = await assessed(at)
  const frameworks = await loadFrameworks(
    assessment.frameworks.map(({ id }) => id),
    factIndex([...built, ...planned]),
  )
  const page = await drawReport(assessment, frameworks).html()
  const paper = drawReport(assessment, frameworks).markdown()
  const screen = drawReport(assessment, frameworks).terminal({ width: 80, colour: false, folder: 'out' })
  expect(JSON.parse(JSON.stringify(assessment)).subject.subject.name).toBe(hostile)
  for (const [name, text] of Object.entries({ page, paper, screen })) {
    expect(text).toContain('alert(1)')
    // A mark of direction (U+200F) stands for itself; what turns the line round, and what a terminal obeys, does not come through.
    const unseen = [...new Set(text.match(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu))]
      .filter((it) => it !== '\n')
      .map((it) => it.codePointAt(0)?.toString(16))
    expect({ name, unseen }).toEqual({ name, unseen: [] })
  }
  expect(page).not.toMatch(/<script>alert|<img src=x|href="javascript/)
  expect(paper).not.toMatch(/(^|[^\\])<script>|[^\\]\]\(javascript|^# heading/m)
  expect(screen).not.toContain('\n# heading')
  expect(page.length).toBeLessThan(2_000_000)
})
