/** What became better or worse since an older commit, each with the line that did it; nothing that stayed the same is told. */
import { type Assessment, type Compared, type Framework, type KeyedFinding, type Moved, sayNumber, sayPercent } from '../../model/index.ts'
import type { Block, Mark, Text } from '../block.ts'
import { criteriaByName } from '../criteria.ts'
import { outcomeWords } from '../outcome-words.ts'
import { placeOfItem, practiceOf } from '../practices.ts'
import { cut } from '../reason.ts'

/** `revision` as it was asked for; `commits` between the two. */
export type SinceWhat = { revision: string; commit: string; now: string; commits: number }
export type SinceTold = { what: SinceWhat; compared: Compared; assessment: Assessment; frameworks: readonly Framework[] }

const longest = 220
const short = (commit: string): string => commit.slice(0, 7)
const many = (count: number, one: string, more = `${one}s`): string => `${sayNumber(count)} ${count === 1 ? one : more}`

const list = (text: string, id: string, mark: Mark, items: Text[]): Block[] =>
  items.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text, id },
        { kind: 'list', mark, items },
      ]

/** Of a framework that is not the one a repository is asked first. */
const ofFramework = (id: string | null, frameworks: readonly Framework[]): string =>
  id === 'ml-repository' ? '' : ` (${frameworks.find((it) => it.id === id)?.title ?? id})`

export const becauseOf = (it: Moved, { assessment, frameworks }: SinceTold): string => {
  const criterion = criteriaByName(frameworks).get(`${it.after.framework} ${it.after.criterion}`)
  const says = criterion === undefined ? it.after.because : practiceOf(criterion, it.after, assessment.evidence).says
  const stood = it.stood === undefined ? undefined : placeOfItem(it.stood)
  if (it.gone) return `it stood at ${stood}; now: ${says}`
  return it.direction === 'worse' && stood !== undefined && it.stood?.path !== it.line?.path ? `it stood at ${stood}; now: ${says}` : says
}

const moved = (it: Moved, told: SinceTold): Text => {
  const place = it.gone || it.line === undefined ? undefined : placeOfItem(it.line)
  return [
    { strong: `${it.title}${ofFramework(it.after.framework, told.frameworks)}` },
    ...(place === undefined ? [] : [' (', { place }, ')']),
    `: ${outcomeWords[it.before.outcome]} → ${outcomeWords[it.after.outcome]}; ${cut(becauseOf(it, told), longest)}`,
  ]
}

const finding = ({ criterion, finding, line }: KeyedFinding, { frameworks }: SinceTold): Text => {
  const place = line === undefined ? undefined : placeOfItem(line)
  const note = line === undefined || line.note === '' ? finding.is : line.note
  return [
    { strong: `${criterion.title}${ofFramework(finding.framework, frameworks)}` },
    ...(place === undefined ? [] : [' (', { place }, ')']),
    `: ${cut(note, longest)}`,
  ]
}

/** A finding whose verdict moved is told with the verdict; each leak or fault at a line of its own is told as such. */
const apart = (findings: readonly KeyedFinding[], verdicts: readonly Moved[]): KeyedFinding[] => {
  const told = new Set(verdicts.map((it) => `${it.after.framework}/${it.after.criterion}`))
  return findings.filter((it) => it.each || !told.has(it.rule))
}

const scores = ({ compared, frameworks }: SinceTold): Block[] => {
  const items = frameworks.flatMap((framework): Text[] => {
    const it = compared.differences.find((one) => one.kind === 'score' && one.what === `${framework.id} total (measured)`)
    if (it === undefined) return []
    const say = (text: string) =>
      framework.scale.to === 1 ? text.replace(/[\d.]+/g, (number) => sayPercent(Number(number)).replace(' %', '')) : text
    return [`${framework.title}: ${say(it.before)} → ${say(it.after)}${framework.scale.to === 1 ? ' %' : ''}`]
  })
  return items.length === 0 ? [] : list('Scores', 'scores', 'open', items).map((it) => (it.kind === 'list' ? { kind: 'list', items } : it))
}

const summary = (worse: number, better: number, fresh: number, gone: number, same: number): string => {
  const parts = [
    ...(worse === 0 ? [] : [`${many(worse, 'practice')} became worse`]),
    ...(better === 0 ? [] : [`${many(better, 'practice')} became better`]),
    ...(fresh === 0 ? [] : [`${many(fresh, 'fault')} came in`]),
    ...(gone === 0 ? [] : [`${many(gone, 'fault')} ${gone === 1 ? 'is' : 'are'} gone`]),
  ]
  const rest = same === 0 ? '' : ` ${many(same, 'finding stays as it was', 'findings stay as they were')}.`
  return `${parts.length === 0 ? 'Nothing became better or worse' : parts.join(', ')}.${rest}`
}

export const sinceBlocks = (told: SinceTold): Block[] => {
  const { what, compared, assessment } = told
  const of = (direction: Moved['direction']) => compared.moved.filter((it) => it.direction === direction)
  const [worse, better, unclear] = [of('worse'), of('better'), of('unclear')]
  const [fresh, gone] = [apart(compared.fresh, worse), apart(compared.gone, better)]
  const gravity = (it: KeyedFinding) => (it.criterion.severity === 'critical' ? 0 : 1)
  return [
    {
      kind: 'heading',
      level: 1,
      text: `${assessment.subject.subject.name} since ${what.revision}`,
      id: 'top',
      aside: `${short(what.commit)} → ${short(what.now)}, ${many(what.commits, 'commit')}`,
    },
    {
      kind: 'text',
      text:
        what.commits === 0
          ? `Nothing to compare: ${what.revision} is the commit that is judged.`
          : summary(worse.length, better.length, fresh.length, gone.length, compared.same),
    },
    ...list(
      'Came in',
      'new',
      'fails',
      [...fresh].sort((a, b) => gravity(a) - gravity(b)).map((it) => finding(it, told)),
    ),
    ...list(
      'Became worse',
      'worse',
      'fails',
      worse.map((it) => moved(it, told)),
    ),
    ...list(
      'Became better',
      'better',
      'holds',
      better.map((it) => moved(it, told)),
    ),
    ...list(
      'Mended',
      'gone',
      'holds',
      gone.map((it) => finding(it, told)),
    ),
    ...list(
      'Cannot be compared',
      'unclear',
      'open',
      unclear.map((it) => moved(it, told)),
    ),
    ...scores(told),
  ]
}
