/** What people said, as evidence: one record a statement, with the place in the document that is said to bear it out. */
import { CannotLook, type DocumentsHandle, type Facts, type Item, type Statement, type Subject } from '../model/index.ts'
import type { Draft } from './run-pair.ts'

const factsOf = (it: Statement): Facts => {
  const { claim } = it
  const pairs: [string, string | number | boolean | undefined][] = [
    ['topic', it.topic],
    ['level', it.level],
    ['says', it.says],
    ['by', it.by],
    ['on', it.on],
    ['document', it.document],
    ['claim_fact', claim?.fact],
    ['claim_of', claim?.of],
    ['claim_at_least', claim?.at_least],
    ['claim_at_most', claim?.at_most],
    ['claim_above', claim?.above],
    ['claim_below', claim?.below],
    ['claim_is', claim?.is],
    ['note', it.note],
    ['contests', it.contests],
  ]
  return Object.fromEntries(pairs.filter((pair): pair is [string, string | number | boolean] => pair[1] !== undefined))
}

type Quoted = { items: Item[]; facts: Facts; limits: string[] }

const quoted = async (it: Statement, documents: () => Promise<DocumentsHandle>): Promise<Quoted> => {
  const words = it.quote ?? it.says
  if (it.document === undefined) return { items: [], facts: {}, limits: [] }
  if (words === undefined)
    return { items: [], facts: { document_bears_out: false }, limits: [`no words were given to look for in ${it.document}`] }
  try {
    const place = await (await documents()).find(it.document, words)
    if (place === undefined) return { items: [], facts: { document_bears_out: false }, limits: [`these words are not in ${it.document}`] }
    return {
      items: [{ path: place.path, line: place.line, end_line: place.end_line, note: 'the words stand here' }],
      facts: { document_bears_out: true },
      limits: [],
    }
  } catch (error) {
    if (!(error instanceof CannotLook)) throw error
    return { items: [], facts: {}, limits: [`${it.document} could not be read: ${error.message}`] }
  }
}

/** The words a statement quotes, found in the document: what only people can tell is then documented too. */
const quoteOf = (statement: Draft): Draft | undefined => {
  const { topic, level, says, by, on, document, document_bears_out } = statement.facts
  if (document_bears_out !== true || topic === undefined || level === undefined) return undefined
  const facts = Object.fromEntries(Object.entries({ topic, level, says, by, on, document }).filter(([, value]) => value !== undefined))
  return { ...statement, probe: 'document.quote', method: 'documented', facts: facts as Facts, limits: [] }
}

/** Statements are claimed, whatever they carry; a document in which their words were found is a record of its own. */
export const collectStatements = async (
  subject: Subject,
  documents: () => Promise<DocumentsHandle>,
  observedAt: string,
): Promise<Draft[]> => {
  const drafts: Draft[] = []
  for (const it of subject.statements ?? []) {
    const { items, facts, limits } = await quoted(it, documents)
    const statement: Draft = {
      probe: 'statement',
      probe_version: 1,
      options: {},
      method: 'claimed',
      state: 'found',
      facts: { ...factsOf(it), ...facts },
      items,
      inputs: [],
      observed_at: observedAt,
      limits,
    }
    const quote = quoteOf(statement)
    drafts.push(statement, ...(quote === undefined ? [] : [quote]))
  }
  return drafts
}
