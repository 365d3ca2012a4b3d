/** Ten questions of a small framework, and the request list that is made of them. */
import { makePack, requestRows } from '../../src/ask/index.ts'
import { factIndex } from '../../src/declare/index.ts'
import { loadFramework } from '../../src/declare/load-framework.ts'
import type { Question, RequestListMeta } from '../../src/model/index.ts'
import { built, planned } from '../../src/probes/index.ts'
import { writeRequestList } from '../../src/report/formats/xlsx.ts'

const framework = await loadFramework('test/request-list/framework', factIndex([...built, ...planned]))

export const questions: Question[] = makePack({
  frameworks: [framework],
  named: ['request-list'],
  asker: undefined,
  assessment: undefined,
  minutes: undefined,
}).asked

export const meta: RequestListMeta = { subject: 'Parcel Post', asked_by: 'an investor', date: '2026-11-02' }

export const list = (): Promise<Uint8Array> => writeRequestList(requestRows(questions), meta)
