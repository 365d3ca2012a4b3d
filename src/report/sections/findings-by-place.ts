/** Every finding once, by the place where it is mended: files of the repository first, then tables and logs, then what has no place. */
import { type Assessment, efforts, type FindingRecord, type Framework, severities } from '../../model/index.ts'
import type { AnswerLine, Block } from '../block.ts'
import { criteriaByName } from '../criteria.ts'
import { findingName } from '../record-names.ts'
import { distinct, placeOf, type Told } from './gravest.ts'
import type { SectionOptions } from './section-options.ts'
import { changesTold } from './steps.ts'

type Placed = Told & { place: string | null; file: string | null }

const noPlace = 'Not at one place'

/** `src/train.py:12` lies in src/train.py; `tables.train:hour` in tables.train. */
const fileOf = (place: string | null): string | null => (place === null ? null : place.replace(/:[^:]*$/, ''))

/** A material has a name of its own (`tables.train`, `predictions.live`); all else is a file of the repository. */
const rank = (file: string | null, materials: ReadonlySet<string>): number =>
  file === null ? 2 : file.split(' + ').every((it) => materials.has(it)) ? 1 : 0

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
      ...(it.place === null || it.place === it.file ? [] : [{ word: 'Place', text: { place: it.place } }]),
      ...(above === undefined ? [{ word: 'We measured', text: finding.is }] : []),
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
    return { ...it, place, file: fileOf(place) }
  })
  if (placed.length === 0) return []
  const told = new Map(changesTold(assessment, frameworks, parts).map((it) => [`${it.framework.id} ${it.change.criterion}`, it.number]))
  const files = [...new Set(placed.map((it) => it.file))].sort(
    (a, b) => rank(a, materials) - rank(b, materials) || ((a ?? '') < (b ?? '') ? -1 : 1),
  )
  return [
    { kind: 'heading', level: 2, text: 'Findings by place', id: 'by-place' },
    ...files.flatMap((file, at): Block[] => [
      { kind: 'heading', level: 3, text: file ?? noPlace, id: `place-${at + 1}` },
      {
        kind: 'answers',
        lines: placed
          .filter((it) => it.file === file)
          .sort(order(frameworks))
          .map((it) => lineOf(it, assessment, frameworks, told)),
      },
    ]),
  ]
}
