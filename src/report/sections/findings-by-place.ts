/** Every finding once, by the place where it is mended: files of the repository first, then tables and logs, then what has no place. */
import { type Assessment, efforts, type FindingRecord, type Framework, severities } from '../../model/index.ts'
import type { AnswerLine, Block } from '../block.ts'
import { criteriaByName } from '../criteria.ts'
import { reasonNote } from '../reason.ts'
import { findingName } from '../record-names.ts'
import { distinct, placeOf, type Told } from './gravest.ts'
import type { SectionOptions } from './section-options.ts'
import { changesTold } from './steps.ts'

/** `group` is a file, or a kind of material: of tables and logs one mends the making and not a line. */
type Placed = Told & { place: string | null; group: string }

const kinds: [RegExp, string][] = [
  [/^tables\./, 'In the tables'],
  [/^predictions\./, 'In the logs of predictions'],
]
const wholeRepository = 'In the repository as a whole'
const noPlace = 'Not at one place'
const last = [wholeRepository, ...kinds.map(([, name]) => name), noPlace]

/** `src/train.py:12` lies in src/train.py; `tables.train:hour` in the tables. */
const groupOf = (place: string | null, materials: ReadonlySet<string>): string => {
  if (place === null) return noPlace
  const kind = kinds.find(([pattern]) => pattern.test(place))
  if (kind !== undefined) return kind[1]
  return place.split(' + ').every((it) => materials.has(it)) ? wholeRepository : place.replace(/:cell \d+(:\d+)?$|:[^:]*$/, '')
}

const lineOf = (it: Placed, assessment: Assessment, frameworks: readonly Framework[], told: ReadonlyMap<string, number>): AnswerLine => {
  const { finding, also } = it
  const name = `${finding.framework} ${finding.criterion}`
  const criterion = criteriaByName(frameworks).get(name)
  const above = told.get(name)
  return {
    title: criterion?.title ?? finding.should,
    question: null,
    mark: finding.severity === 'minor' ? 'partly' : 'fails',
    state: [findingName(assessment, finding), ', ', { word: finding.severity }],
    notes: [
      ...(it.place === null || it.place === it.group || it.group === wholeRepository ? [] : [{ word: 'Place', text: { place: it.place } }]),
      ...(above === undefined ? [reasonNote(finding.is)] : []),
      { word: 'What to do', text: above === undefined ? finding.do : `change ${above} above (${criterion?.remedy.effort ?? 'days'})` },
      ...(also.length === 0 ? [] : [{ word: 'Also asked by', text: also.join(', ') }]),
    ],
    evidence: above === undefined ? finding.evidence : [],
  }
}

/** Gravest first, and of equals the one with the least effort. */
const order = (frameworks: readonly Framework[]) => {
  const criteria = criteriaByName(frameworks)
  const effort = (it: FindingRecord) => efforts[criteria.get(`${it.framework} ${it.criterion}`)?.remedy.effort ?? 'days']
  return (a: Placed, b: Placed): number =>
    severities.indexOf(b.finding.severity) - severities.indexOf(a.finding.severity) || effort(a.finding) - effort(b.finding)
}

/** `parts`: the frameworks whose changes stand above (steps.ts), where the fix is told. */
export const findingsByPlace = (assessment: Assessment, frameworks: readonly Framework[], { parts }: SectionOptions = {}): Block[] => {
  const materials = new Set(assessment.materials.map((it) => it.name))
  const placed = distinct(assessment.findings, frameworks).map((it): Placed => {
    const place = placeOf(it.finding, assessment)
    return { ...it, place, group: groupOf(place, materials) }
  })
  if (placed.length === 0) return []
  const told = new Map(changesTold(assessment, frameworks, parts).map((it) => [`${it.framework.id} ${it.change.criterion}`, it.number]))
  const rank = (group: string): number => last.indexOf(group)
  const groups = [...new Set(placed.map((it) => it.group))].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  return [
    { kind: 'heading', level: 2, text: 'Findings by place', id: 'by-place' },
    ...groups.flatMap((group, at): Block[] => [
      { kind: 'heading', level: 3, text: group, id: `place-${at + 1}` },
      {
        kind: 'answers',
        lines: placed
          .filter((it) => it.group === group)
          .sort(order(frameworks))
          .map((it) => lineOf(it, assessment, frameworks, told)),
      },
    ]),
  ]
}
