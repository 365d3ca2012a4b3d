/** What is known of one question: their words with who and when, what papers show, what was measured, and the strongest of the three. */
import {
  type Assessment,
  type Criterion,
  type Evidence,
  type Framework,
  type Level,
  lineText,
  type Method,
  methods,
  type Outcome,
  type Verdict,
} from '../model/index.ts'
import type { AnswerLine, Mark, Text } from './block.ts'
import { outcomeWords } from './outcome-words.ts'

export const sayOutcome = (verdict: Verdict): string =>
  verdict.outcome === 'unknown' && verdict.from !== 'unmet' ? `at least ${outcomeWords[verdict.from]}` : outcomeWords[verdict.outcome]

const readingWords: { [reading in Method]: string } = { claimed: 'they say', documented: 'they show', measured: 'we measured' }

export type Known = {
  framework: Framework
  criterion: Criterion
  verdicts: { [reading in Method]?: Verdict }
  statements: Evidence[]
  quotes: Evidence[]
  /** The strongest reading in which it is settled. */
  settled: Verdict | undefined
}

const isSettled = (it: Verdict | undefined): it is Verdict => it !== undefined && it.outcome !== 'unknown'

/** Nothing stands behind it but what somebody said: a "no" of themselves is believed in every reading, and is no measurement. */
const restsOnWords = (it: Verdict | undefined, assessment: Assessment): boolean => {
  if (it === undefined || it.evidence.length === 0) return false
  const looked = assessment.evidence.filter(({ id, state }) => it.evidence.includes(id) && (state === 'found' || state === 'absent'))
  return looked.length > 0 && looked.every(({ probe }) => probe === 'statement')
}

const strongest = (verdicts: Known['verdicts'], assessment: Assessment): Verdict | undefined => {
  const settled = [...methods]
    .reverse()
    .map((it) => verdicts[it])
    .find(isSettled)
  return settled !== undefined && restsOnWords(settled, assessment) ? { ...settled, reading: 'claimed' } : settled
}

export const knownOf = (framework: Framework, criterion: Criterion, assessment: Assessment): Known => {
  const own = assessment.verdicts.filter((it) => it.framework === framework.id && it.criterion === criterion.id)
  const verdicts = Object.fromEntries(own.map((it) => [it.reading, it])) as Known['verdicts']
  const on = (probe: string) => assessment.evidence.filter((it) => it.probe === probe && it.facts.topic === criterion.topic)
  return {
    framework,
    criterion,
    verdicts,
    statements: on('statement'),
    quotes: on('document.quote').filter((it) => it.state === 'found'),
    settled: strongest(verdicts, assessment),
  }
}

/** All questions of the frameworks; `parts` are sections, or `company/products` for the criteria of company that begin so. */
export const allKnown = (assessment: Assessment, frameworks: readonly Framework[], parts?: readonly string[]): Known[] =>
  frameworks.flatMap((framework) =>
    framework.sections.flatMap((section) =>
      section.criteria
        .filter(({ id }) =>
          parts === undefined
            ? true
            : parts.some(
                (it) => it === section.id || (it.startsWith(`${section.id}/`) && id.startsWith(`${it.slice(section.id.length + 1)}.`)),
              ),
        )
        .map((criterion) => knownOf(framework, criterion, assessment)),
    ),
  )

/** Nobody said anything, no paper and no measurement speaks of it. */
export const isOpen = ({ settled, verdicts, statements }: Known): boolean =>
  settled === undefined &&
  statements.length === 0 &&
  (verdicts.measured?.from ?? 'unmet') === 'unmet' &&
  (verdicts.documented?.from ?? 'unmet') === 'unmet'

export const doesNotCount = ({ settled }: Known): boolean => settled?.outcome === 'not_applicable' || settled?.outcome === 'not_expected'

const levelWords = (level: unknown): string => (level === undefined ? '' : ` (${String(level as Level).replace('_', ' ')})`)

/** A row is no place for a speech; the evidence record has it whole. */
const longest = 320
export const inShort = (text: string, most = longest): string => (text.length <= most ? text : `${text.slice(0, most).trimEnd()} …`)

/** `“words” (yes) Ines Carvalho, CTO, 2026-06-30`. */
export const quote = ({ facts }: Evidence): string => {
  const words = typeof facts.says === 'string' ? `“${inShort(facts.says)}”` : 'answered'
  const who = [facts.by, facts.on].filter((it) => typeof it === 'string').join(', ')
  return `${words}${levelWords(facts.level)}${who === '' ? '' : ` ${who}`}`
}

const place = (it: Evidence): string => {
  const [item] = it.items
  return item?.path === undefined
    ? it.inputs.map(({ material }) => material).join(' + ')
    : [item.path, lineText(item)].filter((part) => part !== undefined).join(':')
}

const marks: { [outcome in Outcome]: Mark | null } = {
  met: 'holds',
  partial: 'partly',
  unmet: 'fails',
  unknown: 'open',
  not_applicable: null,
  not_expected: null,
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

const sayShown = ({ outcome, because, from }: Verdict): string => {
  if (outcome === 'partial' && because.startsWith('by their own word')) return 'Part of it is there, and by their own word no more'
  return outcome === 'unknown' && from === 'partial' ? 'Part of it is there; only people can tell the rest' : capital(because)
}

const readingNotes = ({ verdicts, quotes, settled }: Known): { word: string; text: Text }[] => {
  const { measured, documented } = verdicts
  const says = (it: Verdict | undefined): it is Verdict =>
    it !== undefined && settled?.reading !== 'claimed' && (it.from !== 'unmet' || it.outcome === 'unmet' || it.outcome === 'not_applicable')
  const papers = quotes.length > 0 ? [`the words stand in ${quotes.map(place).join(', ')}`] : []
  const shown = says(documented) && documented.because !== measured?.because ? [sayShown(documented)] : []
  return [
    ...(papers.length + shown.length === 0 ? [] : [{ word: 'They show', text: [...papers.map(capital), ...shown].join('. ') }]),
    ...(says(measured) ? [{ word: 'We measured', text: sayShown(measured) }] : []),
  ]
}

/** Only what was said or shown and not measured stays a question mark, whatever was said. */
export const answerLine = (known: Known): AnswerLine => {
  const { criterion, settled, statements } = known
  const state: Text =
    settled === undefined
      ? { word: known.verdicts.measured === undefined ? 'not known' : sayOutcome(known.verdicts.measured) }
      : settled.outcome === 'not_applicable' || settled.outcome === 'not_expected'
        ? { word: outcomeWords[settled.outcome] }
        : [{ word: readingWords[settled.reading] }, ': ', { word: outcomeWords[settled.outcome] }]
  const onlySaid = settled?.reading === 'claimed' && settled.outcome !== 'unmet'
  return {
    title: criterion.title,
    question: null,
    mark: settled === undefined || onlySaid ? 'open' : marks[settled.outcome],
    state,
    notes: [...(statements.length === 0 ? [] : [{ word: 'They say', text: statements.map(quote).join('; ') }]), ...readingNotes(known)],
    // Their words stand in the row itself.
    evidence: (settled?.evidence ?? known.verdicts.measured?.evidence ?? []).filter((id) => !statements.some((it) => it.id === id)),
  }
}
