/** What it already tells a reader before anybody was asked: each fact with what it means to them, what matters most to them first. */
import type { Assessment } from '../../model/index.ts'
import type { Block, Mark, Span, Text } from '../block.ts'
import { firstLook, type Sight } from '../first-look.ts'
import { meaningOf, type Reader } from '../meanings.ts'

const headings: { [reader in Reader]: string } = {
  candidate: 'What it already tells',
  interviewer: 'What it already shows of their habits',
}

const order: { [reader in Reader]: Mark[] } = {
  candidate: ['fails', 'partly', 'holds', 'open'],
  interviewer: ['open', 'fails', 'partly', 'holds'],
}

const itemOf = (it: Sight, reader: Reader, assessment: Assessment): Text => {
  const records = assessment.evidence.filter(({ id }) => it.evidence.includes(id))
  const record = records.find(({ state }) => state === 'found') ?? records.find(({ state }) => state === 'absent')
  const who = reader === 'interviewer' && it.who !== undefined ? ` (${it.who}).` : undefined
  const bare = meaningOf(it.as, reader)
  const meaning = who === undefined ? bare : `${bare.replace(/\.$/, '')}${who}`
  const link: Span[] = record === undefined ? [] : [{ evidence: record.id, text: record.probe }]
  return [{ strong: `${it.about}.` }, ` ${it.says} `, ...(meaning === '' ? [] : [`→ ${meaning} `]), ...link]
}

/** That one person wrote it, and long ago, speaks against a team and not against a person: there it is only a thing to ask. */
const markFor = (it: Sight, reader: Reader): Mark => (reader === 'interviewer' && /^(people|activity) /.test(it.as) ? 'open' : it.mark)

export const firstLookFor =
  (reader: Reader) =>
  (assessment: Assessment): Block[] => {
    const { seen, unseen } = firstLook(assessment)
    if (seen.length === 0) return []
    const list = (mark: Mark): Block[] => {
      const some = seen.filter((it) => markFor(it, reader) === mark)
      return some.length === 0 ? [] : [{ kind: 'list', mark, small: true, items: some.map((it) => itemOf(it, reader, assessment)) }]
    }
    return [
      { kind: 'heading', level: 2, text: headings[reader], id: 'first-look' },
      ...order[reader].flatMap(list),
      ...(unseen.length === 0
        ? []
        : [{ kind: 'text' as const, quiet: true as const, text: `Not to be seen from here: ${unseen.join('; ')}.` }]),
    ]
  }
