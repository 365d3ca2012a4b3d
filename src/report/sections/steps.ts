/** The changes that raise a measured score most for the effort, each with its place, its fix and its gain; what may be there already says what would show it. */
import { type Assessment, type Change, type Criterion, type Framework, isSaid, type Step, type Verdict } from '../../model/index.ts'
import type { AnswerLine, Block, Text } from '../block.ts'
import { criteriaByName } from '../criteria.ts'
import { sayGain, sayScore, sayWork } from '../efforts.ts'
import { placesOf } from '../practices.ts'
import { reasonNote } from '../reason.ts'
import { findingName } from '../record-names.ts'
import type { SectionOptions } from './section-options.ts'

/** One change told in full: `number` counts through all frameworks. */
type Told = { number: number; framework: Framework; step: Step; change: Change; criterion: Criterion }

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
const inWords = (count: number): string => numbers[count] ?? String(count)

type Leading = { framework: Framework; step: Step }

/** The first step of each framework: the one that is most worth its effort leads, those with bands before the rest. */
const leadingSteps = (assessment: Assessment, frameworks: readonly Framework[], parts?: readonly string[]): Leading[] => {
  const worth = ({ step }: Leading): number => (step.to - step.from) / step.effort_hours
  return frameworks
    .filter((it) => parts === undefined || parts.includes(it.id))
    .flatMap((framework) => {
      const step = assessment.steps.find((it) => it.framework === framework.id)
      return step === undefined ? [] : [{ framework, step }]
    })
    .sort((a, b) => Number(b.framework.combine === 'minimum') - Number(a.framework.combine === 'minimum') || worth(b) - worth(a))
}

/** Every change that is told in full, a topic that an earlier framework told already left out. */
export const changesTold = (assessment: Assessment, frameworks: readonly Framework[], parts?: readonly string[]): Told[] => {
  const criteria = criteriaByName(frameworks)
  const topics = new Set<string>()
  let number = 0
  return leadingSteps(assessment, frameworks, parts).flatMap(({ framework, step }) =>
    step.changes.flatMap((change): Told[] => {
      const criterion = criteria.get(`${framework.id} ${change.criterion}`)
      if (criterion === undefined || topics.has(criterion.topic)) return []
      topics.add(criterion.topic)
      return [{ number: ++number, framework, step, change, criterion }]
    }),
  )
}

/** What one would be shown: by this criterion, by another on its topic, else what should be. */
const shownBy = (criterion: Criterion, frameworks: readonly Framework[]): string => {
  const all = [criterion, ...frameworks.flatMap((it) => it.sections.flatMap((section) => section.criteria))]
  const some = all.find((it) => it.topic === criterion.topic && it.shown_by.length > 0)
  return some === undefined ? criterion.should : `${some.shown_by.slice(0, 3).join('; ')}.`
}

const placesIn = (verdict: Verdict | undefined, assessment: Assessment): Text => {
  const said = new Set(assessment.evidence.filter(isSaid).map((it) => it.id))
  const places = placesOf(
    (verdict?.evidence ?? []).filter((it) => !said.has(it)),
    assessment,
  )
  return places.flatMap((place, at): Text[] => (at === 0 ? [{ place }] : [', ', { place }])).flat()
}

const lineOf = (
  { number, framework, step, change, criterion }: Told,
  assessment: Assessment,
  frameworks: readonly Framework[],
): AnswerLine => {
  const verdict = assessment.verdicts.find(
    (it) => it.framework === framework.id && it.criterion === criterion.id && it.reading === 'measured',
  )
  const finding = assessment.findings.find((it) => it.framework === framework.id && it.criterion === criterion.id)
  const open = change.to === 'met'
  const places = placesIn(verdict, assessment)
  const name = finding === undefined ? '' : `, ${findingName(assessment, finding)}`
  const ref = criterion.refs[0]
  return {
    title: `${number}. ${criterion.title}`,
    question: ref ?? null,
    mark: open ? 'open' : change.from === 'partial' ? 'partly' : 'fails',
    state: `${open ? 'may be in place already; ' : ''}${sayGain(change, step, framework)}, ${criterion.remedy.effort}${name}`,
    notes: [
      ...(open ? [{ word: 'If it is there, show', text: shownBy(criterion, frameworks) }] : []),
      ...(open || verdict === undefined ? [] : [reasonNote(verdict.because)]),
      ...(Array.isArray(places) && places.length === 0 ? [] : [{ word: 'Place', text: places }]),
      { word: open ? 'If not' : 'What to do', text: criterion.fix },
    ],
    evidence: open ? [] : (verdict?.evidence ?? []),
  }
}

const lead = (step: Step, framework: Framework): Text => {
  const { changes } = step
  const open = changes.filter((it) => it.to === 'met').length
  const band = step.band === undefined ? '' : ` (${step.band})`
  const count = changes.length === 1 ? 'This change takes' : `These ${inWords(changes.length)} changes take`
  const shown =
    open === 0
      ? ''
      : open === changes.length
        ? ` ${changes.length === 1 ? 'It' : 'All of them'} may be in place already and need only be shown.`
        : ` ${inWords(open).replace(/^./, (it) => it.toUpperCase())} of them may be in place already and need only be shown.`
  return [
    {
      strong: `${count} you from ${sayScore(step.from, framework)} to ${sayScore(step.to, framework)}${band}: ${sayWork(step.effort_hours)}.`,
    },
    shown,
  ]
}

/** What each band above would need beyond the step before it. */
const further = (framework: Framework, steps: readonly Step[], criteria: ReadonlyMap<string, Criterion>): Block[] => {
  if (steps.length < 2) return []
  const rows = steps.slice(1).map((step, at): Text[] => {
    const before = new Set(steps[at]?.changes.map((it) => it.criterion))
    const added = step.changes.filter((it) => !before.has(it.criterion))
    const titles = added.map((it) => criteria.get(`${framework.id} ${it.criterion}`)?.title ?? it.criterion)
    return [
      sayScore(step.to, framework),
      step.band ?? '',
      sayWork(step.effort_hours).replace(/^about | of work$/g, ''),
      `${titles.join('; ')}`,
    ]
  })
  return [
    { kind: 'text', quiet: true, text: 'And further, each with all that comes before it:' },
    { kind: 'table', columns: ['score', 'meaning', 'in all', 'what is added'], rows },
  ]
}

/** `parts`: ids of the frameworks whose scores are to be raised. */
export const steps = (assessment: Assessment, frameworks: readonly Framework[], { parts }: SectionOptions = {}): Block[] => {
  const criteria = criteriaByName(frameworks)
  const told = changesTold(assessment, frameworks, parts)
  const each = leadingSteps(assessment, frameworks, parts)
  if (each.length === 0) return []
  return [
    { kind: 'heading', level: 2, text: 'What raises the score most for the effort', id: 'steps' },
    ...each.flatMap(({ framework, step }): Block[] => {
      const own = told.filter((it) => it.framework === framework)
      const again = step.changes.length - own.length
      return [
        { kind: 'heading', level: 3, text: framework.title, id: `steps-${framework.id}` },
        { kind: 'text', text: lead(step, framework) },
        ...(own.length === 0 ? [] : [{ kind: 'answers' as const, lines: own.map((it) => lineOf(it, assessment, frameworks)) }]),
        ...(again === 0
          ? []
          : [
              {
                kind: 'text' as const,
                quiet: true as const,
                text: `${inWords(again).replace(/^./, (it) => it.toUpperCase())} of the ${inWords(step.changes.length)} ${again === 1 ? 'stands' : 'stand'} above already.`,
              },
            ]),
        ...further(
          framework,
          assessment.steps.filter((it) => it.framework === framework.id),
          criteria,
        ),
      ]
    }),
  ]
}
