/** The rows of a request list from the questions of a pack, each with a key by which its answer is found again. */
import { type Answerer, levelWords, type Question, type Request } from '../model/index.ts'

/** Characters that a cell may hold in every spreadsheet program. */
const mostInCell = 32_767

/** Whole characters only. */
const fitting = (text: string): string =>
  text.length <= mostInCell ? text : `${text.slice(0, mostInCell - 1).replace(/[\ud800-\udbff]$/, '')}…`

/** 48 bits of FNV-1a over UTF-16; wordings of one topic are few, so that two of them do not meet by chance. */
const digestOf = (text: string): string => {
  let hash = 0xcbf29ce484222325n
  for (let at = 0; at < text.length; at++) hash = ((hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n) & 0xffffffffffffffffn
  return (hash >> 16n).toString(16).padStart(12, '0')
}

/** Line ends and spaces may change on the way through a spreadsheet program without the question changing. */
export const wordingDigest = (wording: string): string => digestOf(fitting(wording).replace(/\s+/g, ' ').trim())

export const keyOf = (topic: string, wording: string): string => `${topic}#${wordingDigest(wording)}`

/** Topic and digest of a key; undefined for what is none. */
export const partsOfKey = (key: string): { topic: string; digest: string } | undefined => {
  const [, topic, digest] = /^([\w.-]+)#([0-9a-f]{12})$/.exec(key.trim()) ?? []
  return topic === undefined || digest === undefined ? undefined : { topic, digest }
}

/** Those who can answer, as a row names them. */
const called: { [answerer in Answerer]: string } = {
  founder: 'founders',
  product: 'product',
  ml_lead: 'head of machine learning',
  ml_engineer: 'machine-learning engineer',
  data_engineer: 'data engineer',
  operations: 'operations',
  legal: 'legal',
  finance: 'finance',
  stakeholder: 'whoever the system is for',
  user: 'a user',
  assessor: 'the assessor',
  candidate: 'the candidate',
}

/** One row for each question, in their order. */
export const requestRows = (questions: readonly Question[]): Request[] =>
  questions.map(({ topic, wording, lead, levels, severity }) => ({
    key: keyOf(topic, wording),
    section: fitting(lead.section_title),
    question: fitting(wording),
    why: fitting(lead.criterion.why),
    shown_by: fitting(lead.criterion.shown_by.join('\n')),
    priority: severity,
    asked_of: lead.criterion.who.map((it) => called[it]).join(', '),
    answers: levels.map((it) => levelWords[it]),
  }))
