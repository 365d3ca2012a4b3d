/** Who works on the repository, since when, and on what: one paragraph with its evidence. */
import { type Assessment, type Evidence, type Fact, isTable, sayNumber, sayPercent } from '../../model/index.ts'
import type { Block, Span } from '../block.ts'

const foundIn = (assessment: Assessment, probe: string): Evidence | undefined =>
  assessment.evidence.find((it) => it.probe === probe && it.state === 'found')

const numberOf = (fact: Fact | undefined): number | undefined => (typeof fact === 'number' ? fact : undefined)

const many = (count: number, one: string, more = `${one}s`): string => `${sayNumber(count)} ${count === 1 ? one : more}`

const activity = (record: Evidence): string => {
  const { commits, authors, first_at, last_at } = record.facts
  if (typeof commits !== 'number' || typeof authors !== 'number') return ''
  const span =
    typeof first_at === 'string' && typeof last_at === 'string' ? ` from ${first_at.slice(0, 10)} to ${last_at.slice(0, 10)}` : ''
  return `${many(commits, 'commit')} by ${many(authors, 'person', 'people')}${span}. `
}

const people = (record: Evidence): string => {
  const all = numberOf(record.facts.bus_factor)
  const learning = numberOf(record.facts.ml_bus_factor)
  if (all === undefined) return ''
  const model =
    learning === undefined || learning === 0
      ? ''
      : `, and half of what was written in its machine-learning code on ${learning === 1 ? 'one' : sayNumber(learning)}`
  return `Half of what was written rests on ${all === 1 ? 'one' : sayNumber(all)} of them${model}. `
}

const contents = (record: Evidence): string => {
  const { python_files, notebooks, trains_models, ml_libraries } = record.facts
  if (typeof python_files !== 'number') return ''
  const libraries = isTable(ml_libraries) ? ml_libraries.slice(0, 4).map((it) => String(it.library)) : []
  const books = typeof notebooks === 'number' && notebooks > 0 ? ` and ${many(notebooks, 'notebook')}` : ''
  const trains = trains_models === true ? 'It fits models' : 'Nothing in it was found to fit a model'
  return `${many(python_files, 'Python file')}${books}. ${trains}${libraries.length > 0 ? `, with ${libraries.join(', ')}` : ''}. `
}

/** Shares of the largest contributors, by name, for whom it concerns. */
const shares = (record: Evidence | undefined): Block[] => {
  const rows = record === undefined || !isTable(record.facts.people) ? [] : record.facts.people.slice(0, 8)
  if (rows.length < 2) return []
  const cell = (value: unknown): string => (typeof value === 'number' ? sayPercent(value) : '–')
  return [
    {
      kind: 'table',
      columns: ['who', 'commits', 'share of what was written', 'share in machine-learning code'],
      rows: rows.map((it) => [String(it.author), String(it.commits), cell(it.share), cell(it.ml_share)]),
      numeric: [1, 2, 3],
    },
  ]
}

const sentences = (assessment: Assessment): Span[] => {
  const tell: [string, (record: Evidence) => string][] = [
    ['repo.activity', activity],
    ['team.people', people],
    ['repo.contents', contents],
  ]
  return tell.flatMap(([probe, say]): Span[] => {
    const record = foundIn(assessment, probe)
    const text = record === undefined ? '' : say(record)
    return record === undefined || text === '' ? [] : [text, { evidence: record.id, text: probe }, ' ']
  })
}

/** One quiet line for the first screen, without the links. */
export const historyLine = (assessment: Assessment): Block[] => {
  const text = sentences(assessment)
    .filter((it) => typeof it === 'string')
    .join('')
    .trim()
  return text === '' ? [] : [{ kind: 'text', quiet: true, text }]
}

export const history = (assessment: Assessment): Block[] => {
  const spans = sentences(assessment)
  return spans.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text: 'Who and when', id: 'history' },
        { kind: 'text', text: spans },
        ...shares(foundIn(assessment, 'team.people')),
      ]
}
