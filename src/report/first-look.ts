/** What a repository and an assessment tell of the people behind it, as facts: how many, since when, tested, released, watched, recorded. */
import { type Assessment, type Evidence, type Fact, isTable, sayNumber, sayPercent, type Verdict } from '../model/index.ts'
import type { Mark } from './block.ts'
import { cut, reasonNote } from './reason.ts'

/** `as` names what it means to a reader (meanings.ts); `who` has the shares of those who wrote most. */
export type Sight = { about: string; as: string; mark: Mark; says: string; who?: string; evidence: string[] }
/** `unseen`: what the assessment could not tell. */
export type FirstLook = { seen: Sight[]; unseen: string[] }

const foundIn = (assessment: Assessment, probe: string): Evidence | undefined =>
  assessment.evidence.find((it) => it.probe === probe && it.state === 'found')

const numberOf = (fact: Fact | undefined): number | undefined => (typeof fact === 'number' ? fact : undefined)
const many = (count: number, one: string, more = `${one}s`): string => `${sayNumber(count)} ${count === 1 ? one : more}`
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
const ended = (text: string): string => (/[.!?”…]$/.test(text) ? text : `${text}.`)

const people = (assessment: Assessment): Sight[] => {
  const activity = foundIn(assessment, 'repo.activity')
  const team = foundIn(assessment, 'team.people')
  const authors = numberOf(team?.facts.authors) ?? numberOf(activity?.facts.authors)
  if (authors === undefined) return []
  const { first_at, last_at, commits } = activity?.facts ?? {}
  const span = typeof first_at === 'string' && typeof last_at === 'string' ? `, ${first_at.slice(0, 7)} to ${last_at.slice(0, 7)}` : ''
  const size = typeof commits === 'number' ? ` (${many(commits, 'commit')}${span})` : ''
  const learning = numberOf(team?.facts.ml_bus_factor)
  const half = learning ?? numberOf(team?.facts.bus_factor)
  const what = learning === undefined ? 'what was written' : 'the machine-learning code'
  const rests =
    half === undefined || authors === 1 ? '' : ` ${half === 1 ? 'One of them' : capital(sayNumber(half))} wrote half of ${what}.`
  const listed = isTable(team?.facts.people) ? team.facts.people.slice(0, 3) : []
  const names = listed.flatMap((it) =>
    typeof it.share === 'number' && it.share >= 0.01 ? [`${String(it.author).slice(0, 40)} ${sayPercent(it.share)}`] : [],
  )
  const as = authors === 1 ? 'alone' : half === 1 ? 'one' : half === undefined ? 'some' : 'several'
  return [
    {
      about: 'People',
      as: `people ${as}`,
      mark: as === 'several' ? 'holds' : as === 'some' ? 'open' : 'fails',
      says: `${many(authors, 'person', 'people')} wrote it${size}.${rests}`,
      ...(authors > 1 && names.length > 0 ? { who: names.join(', ') } : {}),
      evidence: [team?.id, activity?.id].filter((it) => it !== undefined),
    },
  ]
}

const dayMs = 86_400_000

/** Both ends counted, in calendar months. */
const monthsFrom = (first: string, last: string): number => {
  const month = (at: string): number => Number(at.slice(0, 4)) * 12 + Number(at.slice(5, 7))
  return month(last) - month(first) + 1
}

const activity = (assessment: Assessment): Sight[] => {
  const record = foundIn(assessment, 'repo.activity')
  const last = record?.facts.last_at
  if (record === undefined || typeof last !== 'string') return []
  const days = Math.max(0, Math.floor((Date.parse(assessment.as_of) - Date.parse(last)) / dayMs))
  const as = days <= 90 ? 'active' : days <= 270 ? 'slow' : 'asleep'
  const ago =
    days < 2 ? 'on the last day' : days <= 90 ? `${days} days before this look` : `${Math.round(days / 30.4)} months before this look`
  const months = record.facts.commits_by_month
  const span = typeof record.facts.first_at === 'string' ? monthsFrom(record.facts.first_at, last) : undefined
  const busy =
    isTable(months) && span !== undefined ? ` ${capital(sayNumber(months.length))} of its ${many(span, 'month')} had commits.` : ''
  return [
    {
      about: 'Last activity',
      as: `activity ${as}`,
      mark: as === 'active' ? 'holds' : as === 'slow' ? 'partly' : 'fails',
      says: `The last commit is of ${last.slice(0, 10)}, ${ago}.${busy}`,
      evidence: [record.id],
    },
  ]
}

const learning = (assessment: Assessment): Sight[] => {
  const record = foundIn(assessment, 'repo.contents')
  if (record === undefined || record.facts.trains_models !== false) return []
  const says = 'Nothing in this repository was found to fit a model.'
  return [{ about: 'Models', as: 'models unmet', mark: 'fails', says, evidence: [record.id] }]
}

const releases = (assessment: Assessment): Sight[] => {
  const record = foundIn(assessment, 'repo.activity')
  const count = numberOf(record?.facts.releases)
  if (record === undefined || count === undefined) return []
  const says = count === 0 ? 'No release is tagged.' : `${many(count, 'release is', 'releases are')} tagged.`
  return [
    {
      about: 'Releases',
      as: `releases ${count === 0 ? 'unmet' : 'met'}`,
      mark: count === 0 ? 'fails' : 'holds',
      says,
      evidence: [record.id],
    },
  ]
}

/** Criteria that are asked of a repository; what to say where nothing was found, and where nobody could tell. */
const practices: { about: string; as: string; unseen: string; criteria: string[]; none: string }[] = [
  {
    about: 'Tests',
    as: 'tests',
    unseen: 'whether anything is tested',
    criteria: ['unit_tests', 'ci_runs_tests'],
    none: 'No test of its own code was found, and nothing that runs one.',
  },
  {
    about: 'Watched in service',
    as: 'watched',
    unseen: 'whether it is watched in service',
    criteria: ['monitoring_latency', 'monitoring_prediction_or_drift'],
    none: 'Nothing was found that watches answers or their quality.',
  },
  {
    about: 'Experiments',
    as: 'experiments',
    unseen: 'whether experiments are recorded',
    criteria: ['experiment_tracking'],
    none: 'No call that records an experiment was found.',
  },
  {
    about: 'Data',
    as: 'data',
    unseen: 'whether a model can be trained again on the same data',
    criteria: ['data_versioning'],
    none: 'Nothing was found that pins the data a model was trained on.',
  },
  {
    about: 'Installing',
    as: 'installing',
    unseen: 'whether it installs the same for everybody',
    criteria: ['dependency_lock'],
    none: 'No exact versions of its libraries were found.',
  },
  {
    about: 'Secrets',
    as: 'secrets',
    unseen: 'whether secrets lie open',
    criteria: ['secrets_leaked'],
    none: 'A secret stands in the tree or its history.',
  },
]

const nothing = /^nothing found\b/

const sayVerdict = (it: Verdict, none: string): string => {
  if (!nothing.test(it.because)) {
    const { word, text } = reasonNote(it.because, 180)
    return ended(word === 'They say' ? `By their own word, ${text}` : text)
  }
  // For a secret "nothing found" is the good news.
  if (it.outcome === 'met') return 'No key, token or password was found in the tree or its history.'
  return none
}

const practice = (assessment: Assessment, { about, as, criteria, none }: (typeof practices)[number]): Sight | undefined => {
  const known = assessment.verdicts.filter(
    (it) =>
      it.framework === 'ml-repository' &&
      it.reading === 'measured' &&
      criteria.includes(it.criterion) &&
      /^(met|partial|unmet)$/.test(it.outcome),
  )
  if (known.length === 0) return undefined
  const all = (outcome: string): boolean => known.every((it) => it.outcome === outcome)
  const grade = all('met') ? 'met' : all('unmet') ? 'unmet' : 'partial'
  const says = [...new Set(known.map((it) => sayVerdict(it, none)))].join(' ')
  const mark: Mark = grade === 'met' ? 'holds' : grade === 'unmet' ? 'fails' : 'partly'
  return { about, as: `${as} ${grade}`, mark, says, evidence: [...new Set(known.flatMap((it) => it.evidence))] }
}

/** Numbers that somebody named, held against what was measured: those that are furthest off are named. */
const claims = (assessment: Assessment): Sight[] => {
  const refuted = assessment.claims.filter((it) => it.outcome === 'refuted')
  const supported = assessment.claims.filter((it) => it.outcome === 'supported')
  const off = (ratio: number | undefined): number => Math.abs(Math.log(ratio ?? 1))
  const worst = [...refuted].sort((a, b) => off(b.ratio) - off(a.ratio)).slice(0, 2)
  const told = refuted.length + supported.length
  if (told === 0) return []
  const examples = worst.map((it) => `“${cut(it.says, 60)}”`).join(', ')
  return [
    {
      about: 'Their numbers',
      as: refuted.length > 0 ? 'claims unmet' : 'claims met',
      mark: refuted.length > 0 ? 'fails' : 'holds',
      says: `Of ${many(told, 'number')} that they name ${supported.length} ${supported.length === 1 ? 'holds' : 'hold'}, ${refuted.length} ${refuted.length === 1 ? 'does' : 'do'} not${examples === '' ? '' : `: ${examples}`}.`,
      evidence: (worst[0] ?? supported[0])?.evidence ?? [],
    },
  ]
}

const order: Mark[] = ['fails', 'partly', 'holds', 'open']

export const firstLook = (assessment: Assessment): FirstLook => {
  if (!assessment.materials.some((it) => it.kind === 'repo')) return { seen: claims(assessment), unseen: [] }
  const looked = practices.map((it) => ({ ...it, sight: practice(assessment, it) }))
  const seen = [
    ...people(assessment),
    ...activity(assessment),
    ...learning(assessment),
    ...claims(assessment),
    ...releases(assessment),
    ...looked.flatMap(({ sight }) => sight ?? []),
  ]
  return {
    seen: seen.sort((a, b) => order.indexOf(a.mark) - order.indexOf(b.mark)),
    unseen: looked.filter(({ sight }) => sight === undefined).map((it) => it.unseen),
  }
}
